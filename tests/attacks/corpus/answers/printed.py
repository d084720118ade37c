"""Hidden inputs are printed.

gains: read
"""


# %%
def double(x):
    print("input:", x)
