"""What stands in the release where the solution was."""

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from autograder.course.regions import map_regions

__all__ = ["ClearSolutionRegions"]

TEXT_STUB = "*YOUR ANSWER HERE: double-click this cell and write in place of this line.*"


class ClearSolutionRegions(ClearSolutions):
    """ClearSolutions of nbgrader, with stubs that name the exercise.

    A region inside a function becomes `raise NotImplementedError("conv2d: …")`. One at the margin of a code
    cell, such as a helper or the answer to a choice question, vanishes: raising there would stop the cell
    before it defines anything.
    """

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        """Clears the cell in place; whether there was a region to clear."""
        cleared = map_regions(cell.source, lambda indent, _: _stub(cell, indent))
        found = bool(cleared != cell.source)
        cell.source = cleared.strip("\n")
        return found


def _stub(cell: NotebookNode, indent: str) -> list[str]:
    if cell.cell_type == "markdown":
        return [f"{indent}{TEXT_STUB}"]
    if not indent:
        return []
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return [
        f"{indent}# YOUR CODE HERE",
        f'{indent}raise NotImplementedError("{name}: write your answer here")',
    ]
