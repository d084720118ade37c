"""The notebook asks for a kernel and a language of its own.

gains: nothing
why: the naive grader knows one kernel; nbgrader would start what the notebook names.
notebook: {"metadata": {"kernelspec": {"name": "evil", "argv": ["sh"]}, "language_info": {"name": "evil", "pygments_lexer": "evil"}}}
"""

# %%
double = None
