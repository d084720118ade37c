"""Hidden inputs are in an exception's message.

gains: read
"""


# %%
def double(x):
    raise ValueError(f"input: {x}")
