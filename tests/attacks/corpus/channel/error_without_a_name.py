"""An error that is of no type at all, so that the grader stumbles and blames itself.

gains: nothing
why: the naive grader has no channel.
begins: forging
"""


# %%
def double(x):
    tell(frame(dict_of(error=dict_of(types={"list": [5]}))))
    os._exit(0)
