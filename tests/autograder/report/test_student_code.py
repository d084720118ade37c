"""Which of a student's cells are shown, and for what."""

import pytest

from autograder.course import load_assignment
from autograder.report.student_code import read_class, read_code

NAME = "01_tiny"


@pytest.fixture(scope="module")
def assignment(built_course):
    """The tiny assignment."""
    return load_assignment(built_course, NAME)


def code_cell(text):
    """A code cell that a student added."""
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}


def sources(cells):
    """What is in some cells by task."""
    return {name: cell.source for name, cell in cells.items()}


def test_the_cells_of_the_tasks(built_course, notebook_of, right, assignment, tmp_path):
    """Exercises and choices in the notebook's order; what the release has, too, is not shown again."""
    written = read_code(notebook_of(built_course, **right).hand_in(tmp_path, "ada"), assignment)

    assert sources(written.tasks) == right
    assert written.others == []


def test_the_last_definition_counts(built_course, notebook_of, right, assignment, tmp_path):
    """As in grading, also in a cell that the student added; the cell before is then among the others."""
    notebook = notebook_of(built_course, **right)
    notebook.cells += [code_cell("def double(x):\n    return 7"), code_cell("print('a try')")]

    written = read_code(notebook.hand_in(tmp_path, "ada"), assignment)

    assert written.tasks["double"].source == "def double(x):\n    return 7"
    assert [cell.source for cell in written.others] == [right["double"], "print('a try')"]


def test_a_cell_that_is_no_python_is_shown(built_course, notebook_of, right, assignment, tmp_path):
    """Then the cell that should hold the exercise stands for it."""
    notebook = notebook_of(built_course, **right | {"double": "def double(x)\n    return"})

    written = read_code(notebook.hand_in(tmp_path, "ada"), assignment)

    assert written.tasks["double"].source == "def double(x)\n    return"


def test_a_class_is_read_whatever_lies_there(built_course, notebook_of, right, assignment, tmp_path):
    """A broken or missing notebook has no code, and disturbs nobody."""
    notebook_of(built_course, **right).hand_in(tmp_path, "ada")
    notebook_of(built_course).hand_in(tmp_path, "ben").write_text("{")
    notebook_of(built_course).hand_in(tmp_path, "cleo").unlink()

    found = read_class(tmp_path, assignment)

    assert {student: list(written.tasks) for student, written in found.items()} == {
        "ada": ["double", "triple", "cost"],
        "ben": [],
        "cleo": [],
    }
