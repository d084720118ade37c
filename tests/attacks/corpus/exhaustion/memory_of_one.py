"""One process takes far more memory than it should.

gains: got
"""

# %%
kept = [bytearray(b"x" * (64 << 20)) for _ in range(14)]
print("GOT", "IN", sep="-")
del kept
