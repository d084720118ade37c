"""The check says that it is not for grading.

gains: points
"""

# %% check {"metadata": {"nbgrader": {"grade": false}}}
