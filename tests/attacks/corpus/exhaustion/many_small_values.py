"""A call returns many small values.

gains: nothing
why: no value travels in the naive grader.
slow: each of its replies is large.
"""


# %%
def double(x):
    return {number: [number] for number in range(110_000)}
