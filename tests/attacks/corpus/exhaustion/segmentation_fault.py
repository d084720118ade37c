"""The process reads where nothing is.

gains: down
"""

# %%
import ctypes

ctypes.string_at(0)
