"""A call returns lists in lists without end.

gains: nothing
why: no value travels in the naive grader.
"""


# %%
def double(x):
    for _ in range(100_000):
        x = [x]
    return x
