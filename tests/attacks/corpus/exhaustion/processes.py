"""Processes without end.

gains: got
"""

# %%
import os, time

for _ in range(100):
    if os.fork() == 0:
        time.sleep(3600)
print("GOT", "IN", sep="-")
