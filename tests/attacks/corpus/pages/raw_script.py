"""A raw cell holds a script.

gains: live
"""

# %% [raw] {"metadata": {"format": "text/html"}}
# <script>alert(1)</script>
