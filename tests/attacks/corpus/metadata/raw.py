"""The check has become a raw cell, which nobody runs.

gains: points
"""

# %% check {"cell_type": "raw"}
