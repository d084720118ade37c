"""Clearing a cell: what counts as a region of a solution."""

import pytest
from nbformat.v4 import new_code_cell

from autograder.build import ClearSolutionRegions

REGION = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"


@pytest.mark.parametrize(
    "source, found",
    [
        (REGION, True),
        (f"\n\n{REGION}\n", True),
        ("x = 1", False),
        ("\n\ndef helper():\n    return 1\n", False),
    ],
)
def test_only_a_region_is_one(source, found):
    """Blank lines around a cell's code are none, and are taken away either way."""
    cell = new_code_cell(source, metadata={"nbgrader": {"grade_id": "double"}})

    assert ClearSolutionRegions()._replace_solution_region(cell, "python") == found
    assert cell.source == cell.source.strip("\n")
    assert ("NotImplementedError" in cell.source) == found
