"""An exception's type is called a script.

gains: live
"""

# %%
raise type("<script>alert(1)</script>", (Exception,), {})("x")
