"""A link that is called a notebook, in a folder, points to another student's work.

gains: read
link: data/more.ipynb -> BOB
"""

# %%
double = None
