"""The check is the student's own to write.

gains: points
"""

# %% check {"metadata": {"nbgrader": {"locked": false}}}
assert True
