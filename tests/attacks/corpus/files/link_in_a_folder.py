"""A link in a folder points to the hidden tests.

gains: read
link: data/notes.txt -> HIDDEN
"""

# %%
double = None
