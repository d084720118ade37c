"""The source of a cell is a list in a list, some hundred times.

gains: nothing
why: the naive grader's shell refuses it in that cell alone.
"""

# %% {"source": NESTED}
