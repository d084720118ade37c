"""A cell displays Markdown with a script.

gains: live
"""

# %%
from IPython.display import Markdown, display

display(Markdown("<script>alert(1)</script> [x](javascript:alert(1))"))
