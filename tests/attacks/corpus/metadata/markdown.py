"""The check has become a text, which never fails.

gains: points
"""

# %% check {"cell_type": "markdown"}
