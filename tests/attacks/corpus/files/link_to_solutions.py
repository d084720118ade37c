"""A link beside the notebook points to the instructor's solutions, which come back with the feedback.

gains: read
link: notes.txt -> SOLUTION
"""

# %%
double = None
