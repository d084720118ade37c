"""A reply that never ends, byte by byte.

gains: nothing
why: the naive grader has no channel.
begins: forging
slow: each question is waited for.
"""

# %%
import time


def double(x):
    tell(struct.pack("<4sIQ", b"AGR1", 1 << 20, 0))
    while True:
        tell(b" ")
        time.sleep(0.01)
