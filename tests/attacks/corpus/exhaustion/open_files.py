"""More open files than anybody needs.

gains: got
"""

# %%
kept = [open("/dev/null") for _ in range(600)]
print("GOT", "IN", sep="-")
