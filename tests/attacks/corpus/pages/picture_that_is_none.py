"""What is displayed as a picture breaks out of its attribute.

gains: live
"""

# %%
from IPython.display import display

display({"image/png": '"><script>alert(1)</script><img src="'}, raw=True)
