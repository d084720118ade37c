"""Every assignment of the course: its notebooks run from top to bottom."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import assignments

ROOT = Path(__file__).resolve().parents[2]


def some_slow(short: tuple[str, ...]) -> list[Any]:
    """All assignments, of which only the short ones run each time: experiments that train take minutes."""
    return [pytest.param(name, marks=[] if name in short else pytest.mark.slow) for name in assignments(ROOT)]


@pytest.mark.parametrize("assignment", some_slow(short=("00_orientation",)))
def test_the_solutions_run_top_to_bottom(assignment, tmp_path):
    """The worked notebook runs without an error or a warning, and all its public checks pass."""
    outputs = _outputs(_executed(ROOT / "solutions" / assignment / f"{assignment}.ipynb", tmp_path))

    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    assert "✗" not in "".join(output.data.get("text/plain", "") for output in outputs if "data" in output)


@pytest.mark.parametrize("assignment", some_slow(short=("00_orientation", "01_convolution")))
def test_the_untouched_release_runs_top_to_bottom(assignment, tmp_path):
    """Before anything is written, only experiments stop, and only because something is not written yet."""
    notebook = _executed(ROOT / "release" / assignment / f"{assignment}.ipynb", tmp_path)
    stopped = [
        (cell, output)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]

    assert all(cell.metadata.get("experiment") for cell, _ in stopped)
    assert {output.ename for _, output in stopped} <= {"NotImplementedError"}


def _executed(path: Path, folder: Path) -> nbformat.NotebookNode:
    """The notebook after its cells were run as JupyterLab's Run All runs them."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def _outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]
