"""The notebook's own title is a script.

gains: live
notebook: {"metadata": {"title": "</title><script>alert(1)</script>", "authors": [{"name": "<script>alert(1)</script>"}], "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"x": "</script><script>alert(1)</script>"}}}}}
"""

# %%
double = None
