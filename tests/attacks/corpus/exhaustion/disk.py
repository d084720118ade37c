"""Many files fill the disk.

gains: got
"""

# %%
for number in range(9):
    with open(f"fill{number}", "wb") as file:
        file.write(bytes(12 << 20))
print("GOT", "IN", sep="-")
