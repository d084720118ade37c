"""A cell's name and type are lists.

gains: down
"""

# %% {"metadata": {"nbgrader": {"grade_id": ["test_double"]}}, "cell_type": ["code"]}
# %% {"metadata": 7}
