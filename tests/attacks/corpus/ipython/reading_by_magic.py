"""Magics and shell lines read what Python is watched for.

gains: read
"""

# %%
get_ipython().run_line_magic("cd", "-q " + COURSE)
get_ipython().run_cell_magic("bash", "", "cat $(find . -name '*.json' -o -name '*double*' -type f) 2>&1")
