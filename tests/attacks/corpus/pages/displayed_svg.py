"""A cell displays a drawing with a script.

gains: live
"""

# %%
from IPython.display import SVG, display

display(SVG("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"))
