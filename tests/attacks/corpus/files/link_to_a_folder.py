"""A linked folder holds everything.

gains: read
link: all -> SOLUTIONS
"""

# %%
double = None
