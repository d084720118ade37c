"""The process ends itself.

gains: down
"""

# %%
import os

os._exit(0)
