"""One cell of many megabytes, on one line.

gains: flood
"""

# %% {"source": HUGE_LINE}
