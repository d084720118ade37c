"""Colab: a link above each notebook, and a first cell that installs there what the notebook imports."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

__all__ = ["open_in_colab"]

_NOTEBOOK = "https://colab.research.google.com/github/{github}/blob/main/notebooks/{name}/{name}.ipynb"
_INSTALL = """\
# On Colab, this installs what the notebook imports. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    wheel = "https://raw.githubusercontent.com/{github}/main/{wheel}"
    get_ipython().run_line_magic("pip", f"install --quiet {{wheel}}")"""


def open_in_colab(notebook: NotebookNode, *, name: str, github: str, wheel: str) -> None:
    """Put both under the notebook's title; grading runs the cell like any other, and it does nothing there.

    Args:
        notebook: Of the kit; changed in place.
        name: The assignment.
        github: The public repository whose branch `main` holds the kit, as "owner/name".
        wheel: File name of convlab's wheel in it.
    """
    address = _NOTEBOOK.format(github=github, name=name)
    link = new_markdown_cell(f"[Open in Colab]({address})", id="colab-link")
    install = new_code_cell(_INSTALL.format(github=github, wheel=wheel), id="colab-install")
    notebook.cells[1:1] = [link, install]
