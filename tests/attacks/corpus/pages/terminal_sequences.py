"""A cell prints what a terminal obeys: titles, links, deleted lines.

gains: live
"""

# %%
print("\x1b]0;taken\x07\x1b[2J\x1b]8;;https://evil.example\x1b\\score: 10 / 10\x1b]8;;\x1b\\")
