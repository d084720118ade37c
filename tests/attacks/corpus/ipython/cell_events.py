"""A hook is shown the source of each cell before it runs, and shows it to the student.

gains: read
"""


# %%
def look(info):
    print(info.raw_cell)


get_ipython().events.register("pre_run_cell", look)


def double(x):
    return x
