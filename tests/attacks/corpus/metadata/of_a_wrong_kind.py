"""Every part of the metadata is of a kind that nobody expects.

gains: down
"""

# %% check {"metadata": {"nbgrader": {"grade_id": "test_double", "points": [], "locked": {}, "solution": 5, "schema_version": "x", "cell_type": 7}}}
# %% {"metadata": {"nbgrader": [], "tags": {}}, "outputs": 5, "id": [], "execution_count": "x"}
