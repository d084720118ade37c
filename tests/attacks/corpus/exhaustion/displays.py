"""Many large values are displayed.

gains: flood
"""

# %%
for _ in range(60):
    display("x" * (1 << 18))
