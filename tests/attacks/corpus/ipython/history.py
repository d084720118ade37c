"""The function looks up in IPython's history who called it.

gains: read
"""


# %%
def double(x):
    print(get_ipython().user_ns["In"][-1])
    print(get_ipython().history_manager.input_hist_raw[-1])
    return x
