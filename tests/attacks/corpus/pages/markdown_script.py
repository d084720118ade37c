"""A text holds a script.

gains: live
"""

# %% [markdown]
# <script>document.title = "taken"</script>
