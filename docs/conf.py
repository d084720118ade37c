"""The site, by Sphinx: tutorials as students get them, guides, pages of the library. `make docs` builds it.

The course's root is the source folder, so that links between pages hold on the site as in the repository.
"""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError

from autograder.build import find_leaks
from autograder.course import read_settings

ROOT = Path(__file__).resolve().parent.parent
START = "docs/index"

project = read_settings(ROOT).title
html_title = project

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = START
# Pages come from here and nowhere else: what is not named is no page, wherever it may be linked from.
include_patterns = ["*.md", "docs/**", "release/**"]
exclude_patterns = ["docs/images/**", "docs/conf.py", "docs/devices.py"]

html_theme = "furo"
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False

nb_execution_mode = "off"  # as students get them, before anything has run
myst_heading_anchors = 3  # links to headings, as GitHub makes them
# Docstrings of this project write code in single backticks.
default_role = "code"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
napoleon_google_docstring, napoleon_numpy_docstring = True, False


def setup(app: Sphinx) -> None:
    """Take part in the build."""
    app.connect("autodoc-process-docstring", _mark_code, priority=400)  # before napoleon, which is at 500
    app.connect("build-finished", _finish)


def _mark_code(*event: Any) -> None:
    """Examples in docstrings are indented after an empty line, as in Markdown; Sphinx wants a mark there."""
    lines: list[str] = event[-1]
    before = ""
    for place, line in reversed([*enumerate(lines)]):
        deeper = _indent(before) - _indent(line) if line else 0
        if deeper >= 4 and not lines[place + 1]:
            lines[place + 1 : place + 1] = ["", " " * _indent(line) + "::"]
        before = line or before


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _finish(app: Sphinx, failed: Exception | None) -> None:
    """Give the site a front door, and refuse a site that gives something away."""
    if failed:
        return
    site = Path(app.outdir)
    door = f'<!doctype html><title>{project}</title><meta http-equiv="refresh" content="0; url={START}.html">'
    (site / "index.html").write_text(door, encoding="utf-8")
    if leaks := find_leaks(site, root=ROOT):
        raise SphinxError("this site would give something away:\n" + "\n".join(leaks))
