"""The source notebook that is built from a percent script."""

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from autograder.build import CANARY, source_notebook


@pytest.fixture
def notebook(script):
    """The source notebook of the small assignment."""
    return source_notebook(script)


def nbgrader_metadata(notebook):
    """What nbgrader is told, by cell id."""
    return {cell.id: cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata}


def test_a_rebuild_is_byte_identical(script):
    """The same script gives the same notebook."""
    assert nbformat.writes(source_notebook(script)) == nbformat.writes(source_notebook(script))


def test_cell_ids_follow_from_the_exercises(notebook):
    """Named cells have their name for an id, others are counted from the named cell above."""
    assert [cell.id for cell in notebook.cells] == [
        "_start--1",
        "_start--2",
        "conv2d",
        "conv2d--1",
        "test_conv2d",
        "stride-cost",
        "test_stride-cost",
        "padding-side",
        "test_padding-side",
        "augmentation-risks",
        "pen-name",
        "pen-name--1",
    ]


@pytest.mark.parametrize(
    ("cell_id", "grade", "solution", "locked", "points"),
    [
        ("conv2d", False, True, False, None),
        ("test_conv2d", True, False, True, 10),
        ("stride-cost", False, True, False, None),
        ("test_stride-cost", True, False, True, 2),
        ("test_padding-side", True, False, True, 1.5),
        ("augmentation-risks", True, True, False, 4),
    ],
)
def test_nbgrader_metadata_is_complete(notebook, cell_id, grade, solution, locked, points):
    """Every key is written out: without `locked` or `schema_version` nbgrader misleads."""
    expected = {"grade": grade, "grade_id": cell_id, "locked": locked, "schema_version": 3}
    expected |= {"solution": solution, "task": False} | ({} if points is None else {"points": points})

    assert nbgrader_metadata(notebook)[cell_id] == expected


def test_nbgrader_accepts_the_metadata(notebook):
    """The notebook passes nbgrader's own validation."""
    MetadataValidator().validate_nb(notebook)


def test_public_checks_are_told_what_exercises_are_worth(script):
    """Its own points and those of all exercises, without the questions; every other call stays as it is."""
    code = script.read_text()
    call = "conv2d(torch.zeros(1, 1, 4), torch.zeros(2))"
    checks = f'with public_checks("conv2d") as check:\n    public_checks("pad2d")\n    {call}'
    script.write_text(code.replace(call, checks))
    [cell] = [cell for cell in source_notebook(script).cells if cell.id == "test_conv2d"]

    assert cell.source == checks.replace('("conv2d")', '("conv2d", points=10, of=10)')


def test_choices_are_recorded_not_judged(notebook):
    """The check of a choice question names the variable and the letters, never the right one."""
    sources = {cell.id: cell.source for cell in notebook.cells}

    assert sources["test_stride-cost"] == 'recorded("stride_cost", stride_cost)'
    assert sources["test_padding-side"] == 'recorded("padding_side", padding_side, choices="abcd")'


def test_what_is_told_is_an_ordinary_cell(notebook):
    """A cell in which students may tell us something is neither locked nor cleared nor counted."""
    [cell] = [cell for cell in notebook.cells if cell.id == "pen-name"]

    assert (cell.source, cell.metadata) == ('pen_name = ""', {})


def test_experiments_are_marked(notebook):
    """An experiment carries the mark by which grading leaves it out, and one that lets Run All go on."""
    assert notebook.cells[-1].metadata == {"experiment": True, "tags": ["raises-exception"]}


def test_every_solution_holds_the_canary(notebook):
    """Each solution region holds the canary, so that a leak can be searched for."""
    assert [cell.id for cell in notebook.cells if CANARY in cell.source] == [
        "conv2d",
        "stride-cost",
        "padding-side",
        "augmentation-risks",
    ]


def test_nothing_of_the_machine_or_of_jupytext_gets_in(script):
    """The metadata is the same on every machine, without pairing, versions or times."""
    script.write_text("# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py\n# ---\n\n# %%\nx = 1\n")

    assert source_notebook(script).metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
    }
