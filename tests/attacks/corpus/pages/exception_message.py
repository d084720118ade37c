"""An exception's message is a script.

gains: live
"""

# %%
raise ValueError("<script>alert(1)</script>\x1b[2J")
