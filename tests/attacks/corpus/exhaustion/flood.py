"""Far more is printed than anybody reads.

gains: flood
"""

# %%
for _ in range(60):
    print("x" * (1 << 18))
