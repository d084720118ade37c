"""A cell of blank lines that is no Python: whoever looks for magics needs the square of their number.

gains: nothing
why: IPython reads it line by line; it is our own reading of the source that could be slow.
"""

# %% {"metadata": {"experiment": true}, "source": BLANK_LINES}
