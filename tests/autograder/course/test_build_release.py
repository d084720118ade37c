"""Release and solutions, made by nbgrader and kept free of drift."""

import os

import nbformat
import pytest

from autograder.build import CANARY, build, build_source_if_stale


def sources(root, step):
    """The text of each cell of a built notebook, by cell id."""
    notebook = nbformat.read(root / step / "01_tiny" / "01_tiny.ipynb", as_version=4)
    return {cell.id: cell.source for cell in notebook.cells}


def files(root, step):
    """All files of one step, as paths from the assignment's folder."""
    folder = root / step / "01_tiny"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_release_has_stubs(built_once):
    """Each solution has made way for what the student fills in."""
    release = sources(built_once, "release")

    assert release["conv2d"] == (
        "def conv2d(images, weight):\n"
        '    """Slides a window."""\n'
        "    # YOUR CODE HERE\n"
        '    raise NotImplementedError("conv2d: write your answer here")'
    )
    assert release["stride-cost"] == 'stride_cost = None  # "a", "b" or "c"'
    assert release["augmentation-risks"] == (
        "Which digit must not be turned upside down?\n\n"
        "*YOUR ANSWER HERE: double-click this cell and write in place of this line.*"
    )


def test_the_solutions_are_worked_and_not_run(built_once):
    """The solutions keep their text and have no outputs."""
    notebook = nbformat.read(built_once / "solutions" / "01_tiny" / "01_tiny.ipynb", as_version=4)

    assert "return (windows * weight).sum(-1)" in sources(built_once, "solutions")["conv2d"]
    assert CANARY in sources(built_once, "solutions")["augmentation-risks"]
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    assert all(cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("step", ["release", "solutions"])
def test_pictures_go_along_and_scripts_do_not(built_once, step):
    """Nbgrader copies what lies beside the notebook, except the script with its solutions."""
    assert files(built_once, step) == ["01_tiny.ipynb", "pictures/square.png"]


def test_no_machine_path_gets_in(built_once):
    """Nothing built names the folder or the temporary folder that it was built in."""
    text = (built_once / "release" / "01_tiny" / "01_tiny.ipynb").read_text(encoding="utf-8")

    assert str(built_once) not in text
    assert "/tmp" not in text


def test_a_second_build_changes_nothing(built):
    """A rebuild finds every committed file as it should be."""
    assert build(built, "01_tiny", check=True) == []


def test_drift_is_reported_and_mended(built):
    """Edited, missing and extra files are named by a check, and put right by a build."""
    notebook = built / "release" / "01_tiny" / "01_tiny.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("Tiny", "Tony"), encoding="utf-8")
    (built / "release" / "01_tiny" / "leftover.txt").write_text("from an older build", encoding="utf-8")
    (built / "solutions" / "01_tiny" / "pictures" / "square.png").unlink()
    drifted = [
        "release/01_tiny/01_tiny.ipynb",
        "release/01_tiny/leftover.txt",
        "solutions/01_tiny/pictures/square.png",
    ]

    assert build(built, "01_tiny", check=True) == drifted
    assert "Tony" in notebook.read_text(encoding="utf-8")
    assert build(built, "01_tiny") == drifted
    assert build(built, "01_tiny", check=True) == []


def test_the_gradebook_is_not_touched(built_once):
    """Building leaves no gradebook in the course."""
    assert not (built_once / "gradebook.db").exists()


def test_a_stale_source_notebook_is_built(course, script):
    """A source notebook is built when it is missing or older than its script, and left alone otherwise."""
    notebook = script.with_suffix(".ipynb")

    assert build_source_if_stale(course) == []
    first = notebook.stat().st_mtime_ns
    assert build_source_if_stale(course) == []
    assert notebook.stat().st_mtime_ns == first

    script.write_text(script.read_text(encoding="utf-8").replace("Tiny", "Tony"), encoding="utf-8")
    later = notebook.stat().st_mtime + 1
    os.utime(script, (later, later))
    assert build_source_if_stale(course) == []
    assert "Tony" in notebook.read_text(encoding="utf-8")


def test_a_broken_script_leaves_no_outdated_notebook(course, script):
    """What cannot be built is reported and removed, so that nbgrader cannot release what was there before."""
    build_source_if_stale(course)
    script.write_text('# %% check="conv2d"\n', encoding="utf-8")
    later = script.with_suffix(".ipynb").stat().st_mtime + 1
    os.utime(script, (later, later))

    [problem] = build_source_if_stale(course)

    assert problem.startswith("source/01_tiny/01_tiny.py, line 1: ")
    assert not script.with_suffix(".ipynb").exists()
