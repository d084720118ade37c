"""One cell of many megabytes, on one line.

gains: flood
open: the page shows the whole source of a cell that is far too long to be run.
"""

# %% {"source": HUGE_LINE}
