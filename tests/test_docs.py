"""Pages that are written by a program say what is so."""

import runpy
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_table_of_devices_is_current():
    """docs/devices.md holds the very snippets that are tested: at least 30 right ones and 15 wrong ones."""
    page = runpy.run_path(str(DOCS / "devices.py"))["page"]()

    assert (DOCS / "devices.md").read_text() == page, "run: python docs/devices.py"
    accepted, caught = page.split("## Accepted")[1].split("## Caught")
    assert accepted.count("\n| ") - 1 >= 30
    assert caught.count("\n| ") - 1 >= 15
