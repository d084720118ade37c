"""Everybody's grade is rewritten.

gains: wrote
"""

# %%
import pathlib, sqlite3

for path in pathlib.Path(COURSE).rglob("*.db"):
    with sqlite3.connect(path) as book:
        book.execute("UPDATE grade SET score = 1000")
