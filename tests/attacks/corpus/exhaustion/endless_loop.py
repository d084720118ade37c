"""A cell never ends.

gains: down
"""

# %%
while True:
    pass
