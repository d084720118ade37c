"""A text loads what tells its author who reads it, and when.

gains: live
"""

# %% [markdown]
# ![](https://evil.example/seen.png) <img srcset="https://evil.example/seen.png 1x"> <video poster="https://evil.example/x">
# <p style="background: url(https://evil.example/seen.png)">x</p><link rel="stylesheet" href="https://evil.example/x.css">
# <style>@import "https://evil.example/x.css"; .score { display: none }</style><meta http-equiv="refresh" content="0;url=https://evil.example">
