"""The check comes first, and what makes it pass in between.

gains: nothing
why: moving cells gains nothing by itself; here only the honest part of grading is looked at.
"""

# %% check
# %%
double = None
# %% solution
