"""The notebook itself is a link to the solutions, or to another's work.

gains: points
link: NOTEBOOK -> SOLUTION
"""

# %%
double = None
