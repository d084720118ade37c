"""The check is worth less than nothing, and failing it the more.

gains: nothing
why: the naive grader multiplies by what was passed, which is nothing.
"""

# %% check {"metadata": {"nbgrader": {"points": -1000}}}
