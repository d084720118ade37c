"""Many processes, each modest, take far more memory together.

gains: got
"""

# %%
import os, time

children = []
for _ in range(6):
    read, write = os.pipe()
    if os.fork() == 0:
        kept = bytearray(b"x") * (130 << 20)
        os.write(write, b"x")
        time.sleep(3600)
    children.append(read)
for read in children:
    os.read(read, 1)
time.sleep(1)
print("GOT", "IN", sep="-")
