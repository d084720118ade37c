"""A process that passes itself on, again and again, is never the one that is ended.

gains: left
"""

# %%
import os, time

if os.fork() == 0:
    os.setsid()
    for _ in range(2000):
        if os.fork():
            os._exit(0)
        time.sleep(0.002)
    time.sleep(3600)
