"""Threads that are no daemons keep the process from its end.

gains: nothing
why: the naive grader leaves by `os._exit`; stock kernels are killed.
"""

# %%
import threading, time

for _ in range(5):
    threading.Thread(target=time.sleep, args=(3600,)).start()


def double(x):
    for _ in range(5):
        threading.Thread(target=time.sleep, args=(3600,)).start()
