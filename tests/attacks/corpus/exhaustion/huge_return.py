"""A call returns far more than it was given.

gains: nothing
why: no value travels in the naive grader.
"""


# %%
def double(x):
    return torch.zeros(300 << 20, dtype=torch.uint8) if torch.is_tensor(x) else ["x" * (1 << 20)] * 300
