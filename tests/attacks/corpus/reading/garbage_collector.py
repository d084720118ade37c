"""The collector knows every object, also those of the grader.

gains: read
"""

# %%
import gc

for kept in gc.get_objects():
    if type(kept) is list and any(type(item) is str and "CANARY-" in item for item in kept):
        print(kept)
