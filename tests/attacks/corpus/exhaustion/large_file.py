"""One large file.

gains: got
"""

# %%
with open("large", "wb") as file:
    file.seek(100 << 20)
    file.write(b"x")
print("GOT", "IN", sep="-")
