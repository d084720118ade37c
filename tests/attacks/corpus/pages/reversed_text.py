"""Characters that turn the direction of a text make it read as what it is not.

gains: live
"""

# %%
print("score: \u202e01 / 01\u202c \u2066x\u2069 \u200b")
