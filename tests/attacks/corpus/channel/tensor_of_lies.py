"""A tensor says that it has more elements, more sides or other bytes than it sends.

gains: nothing
why: the naive grader has no channel.
begins: forging
"""

# %%
calls = iter([[1 << 39], [0] * 17, [-1, -4], [1e9], [[1]], ["1"], [0, 1 << 62]])


def double(x):
    shape = next(calls)
    tell(frame(dict_of(value={"tensor": 0}), bytes(4), [{"size": 4, "of": "float32", "shape": shape}]))
    os._exit(0)
