"""The answer to a question is a script: nbgrader shows solution cells by another way.

gains: live
"""

# %% [markdown] {"metadata": {"nbgrader": {"grade_id": "double", "solution": true, "grade": false, "schema_version": 3, "cell_type": "markdown"}}}
# <script>alert(1)</script><img src=x onerror=alert(1)>
