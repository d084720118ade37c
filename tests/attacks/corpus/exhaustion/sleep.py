"""A cell sleeps, and uses no processor time.

gains: down
seconds: 2
"""

# %%
import time

time.sleep(3600)
