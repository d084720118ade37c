"""A copy of the check that passes follows the one that fails.

gains: points
"""

# %% check
# %% check {"metadata": {"nbgrader": {"locked": false}}}
assert True
