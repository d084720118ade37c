"""A frame says that it is longer, or shorter, than it is.

gains: nothing
why: the naive grader has no channel.
begins: forging
"""


# %%
def double(x):
    head = frame(dict_of(value=42))
    tell(head[:4] + struct.pack("<IQ", len(head) + (1 << 20), 200 << 20) + head[16:])
    os._exit(0)
