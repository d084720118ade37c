"""Names and texts hold half a character, which cannot be written to a file.

gains: nothing
why: the naive grader writes its page with replacements.
"""

# %% {"metadata": {"nbgrader": {"grade_id": "\ud800", "grade": false}}, "source": "'\ud800'"}
# %% {"cell_type": "markdown", "source": "\ud800"}
