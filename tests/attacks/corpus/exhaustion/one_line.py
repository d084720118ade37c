"""One line without an end.

gains: flood
"""

# %%
print("x" * (14 << 20), end="")
