"""A cell displays HTML with a script.

gains: live
"""

# %%
from IPython.display import HTML, display

display(HTML("<script>alert(1)</script><img src=x onerror=alert(1)>"))
