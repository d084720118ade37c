"""A cell displays JavaScript.

gains: live
"""

# %%
from IPython.display import Javascript, display

display(Javascript("alert(1)"))
