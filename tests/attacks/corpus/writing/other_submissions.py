"""Another student's work is replaced.

gains: wrote
"""

# %%
import pathlib

for path in pathlib.Path(COURSE).glob("submitted/bob/**/*"):
    if path.is_file():
        path.write_text("raise SystemExit")
