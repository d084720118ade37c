"""The check is worth a thousand points, and passes.

gains: points
"""

# %% check {"metadata": {"nbgrader": {"points": 1000, "locked": false}}}
1000.0
