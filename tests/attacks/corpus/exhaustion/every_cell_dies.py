"""Every cell ends its process, so that each needs a new room.

gains: down
"""

# %%
import os

os.abort()
# %%
import os

os.abort()
# %%
import os

os.abort()
# %%
import os

os.abort()
