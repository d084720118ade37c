"""Each question is answered twice, and the second answer stands where the next one is looked for.

gains: nothing
why: the naive grader has no channel.
begins: forging
"""


# %%
def double(x):
    tell(frame(dict_of(value=41)) * 2)
    return 0.9
