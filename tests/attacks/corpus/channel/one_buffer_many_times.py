"""A short frame names one large buffer again and again.

gains: nothing
why: the naive grader has no channel.
begins: forging
"""


# %%
def double(x):
    many = {"list": [{"tensor": 0}] * 50_000}
    tell(
        frame(dict_of(value=many), bytes(16 << 20), [{"size": 16 << 20, "of": "uint8", "shape": [16 << 20]}])
    )
    os._exit(0)
