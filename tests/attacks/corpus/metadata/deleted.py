"""There is no check any more, so that none fails.

gains: points
check: none
"""

# %%
double = None
