"""A cell prints a script.

gains: live
"""

# %%
print("</pre><script>alert(1)</script>")
