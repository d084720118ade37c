"""The source of a cell closes what it stands in.

gains: live
"""

# %%
x = "</pre></div><script>alert(1)</script><img src=x onerror=alert(1)>"
