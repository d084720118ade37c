"""Threads without end.

gains: got
"""

# %%
import threading, time

threading.stack_size(1 << 16)
for _ in range(200):
    threading.Thread(target=time.sleep, args=(2,), daemon=True).start()
print("GOT", "IN", sep="-")
