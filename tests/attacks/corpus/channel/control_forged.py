"""A cell speaks on the channel on which the grader is told of cells and of ended tests.

gains: nothing
why: the naive grader has no channel.
begins: forging
"""

# %%
for _ in range(20):
    tell(frame(dict_of(error=None, shown={"list": []}, entered=True, signal=0, seconds=0.0)))
