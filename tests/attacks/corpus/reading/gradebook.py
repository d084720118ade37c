"""The gradebook is read.

gains: read
"""

# %%
import pathlib, sqlite3

for path in pathlib.Path(COURSE).rglob("*.db"):
    print(sqlite3.connect(path).execute("SELECT * FROM grade").fetchall())
