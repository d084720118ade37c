"""The line that the student is pointed to holds a script.

gains: live
"""


# %% solution
def double(x):
    raise ValueError  # </strong><script>alert(1)</script><img src=x onerror=alert(1)>
