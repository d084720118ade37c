"""What the gradebook knows of an assignment: its due date, and its cells, even when the release has others.

nbgrader refuses to add or remove cells of an assignment that somebody has handed in. An exercise that was
renamed, dropped or given other points must reach the gradebook all the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Comment, Gradebook, Notebook, SubmittedNotebook
from nbgrader.api import Grade as GradeRow
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import read_settings

__all__ = ["SaveDueDate", "differences", "grade_cells", "release_of", "update_cells"]


class SaveDueDate(NbGraderPreprocessor):
    """Tells the gradebook when an assignment is due, each time that nbgrader generates it.

    Where `course.toml` names no date, one that was set in formgrader stays.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save the date; the notebook is left as it is."""
        converter, ours = self.parent.parent, resources["nbgrader"]
        due = read_settings(Path(converter.coursedir.root)).due.get(ours["assignment"])
        if due is not None and not converter.no_database:
            with Gradebook(ours["db_url"], converter.coursedir.course_id) as gradebook:
                gradebook.find_assignment(ours["assignment"]).duedate = utils.parse_utc(due)
                gradebook.db.commit()
        return nb, resources


def release_of(places: CourseDirectory) -> NotebookNode:
    """The release of the assignment that the settings are about."""
    name = places.assignment_id
    folder = Path(places.root, places.format_path(places.release_directory, ".", name))
    return nbformat.read(folder / f"{name}.ipynb", as_version=4)


def grade_cells(release: NotebookNode) -> dict[str, float]:
    """The cells of a release that carry points, and how many."""
    settings = [cell.metadata.nbgrader for cell in release.cells if utils.is_grade(cell)]
    return {one.grade_id: float(one.points) for one in settings}


def differences(gradebook: Gradebook, assignment: str, release: NotebookNode) -> str:
    """How the release's cells differ from those in the gradebook, in words; empty where they do not."""
    notebook = gradebook.find_notebook(assignment, assignment)
    known = {cell.name: cell.max_score for cell in notebook.grade_cells}
    now = grade_cells(release)
    found = {
        "new": [name for name in now if name not in known],
        "gone": [name for name, points in known.items() if points and name not in now],
        "of other points": [name for name in now if name in known and known[name] != now[name]],
    }
    return "; ".join(f"{how}: {', '.join(sorted(names))}" for how, names in found.items() if names)


def update_cells(gradebook: Gradebook, assignment: str, release: NotebookNode) -> None:
    """Make the gradebook's cells those of the release; the caller commits.

    A cell that is gone keeps its rows, since a person may have given points or a comment there; it no longer
    counts for the maximum, and what we had given is reset. To 0: nbgrader adds extra credit only to a score.
    """
    notebook = gradebook.find_notebook(assignment, assignment)
    for cell in release.cells:
        _update_cell(gradebook, assignment, cell)
    gradebook.db.expire_all()
    current = grade_cells(release)
    for known in notebook.grade_cells:
        if known.name not in current:
            known.max_score = 0.0
    for submitted in notebook.submissions:
        _add_rows(notebook, submitted)
        for grade in submitted.grades:
            if grade.cell.name not in current:
                grade.auto_score, grade.needs_manual_grade = 0.0, False


def _update_cell(gradebook: Gradebook, assignment: str, cell: NotebookNode) -> None:
    """As nbgrader's SaveCells does."""
    graded, solution = utils.is_grade(cell), utils.is_solution(cell)
    if not (graded or solution or utils.is_locked(cell)):
        return
    settings = cell.metadata.nbgrader
    place = settings.grade_id, assignment, assignment
    if graded:
        points = float(settings.points)
        gradebook.update_or_create_grade_cell(*place, max_score=points, cell_type=cell.cell_type)
    if solution:
        gradebook.update_or_create_solution_cell(*place)
    gradebook.update_or_create_source_cell(
        *place,
        cell_type=cell.cell_type,
        locked=utils.is_locked(cell),
        source=cell.source,
        checksum=settings.get("checksum"),
    )


def _add_rows(notebook: Notebook, submitted: SubmittedNotebook) -> None:
    """A row for each cell that came after the submission was first written down."""
    graded = {grade.cell_id for grade in submitted.grades}
    submitted.grades.extend(GradeRow(cell=cell) for cell in notebook.grade_cells if cell.id not in graded)
    commented = {comment.cell_id for comment in submitted.comments}
    submitted.comments.extend(
        Comment(cell=cell) for cell in notebook.solution_cells if cell.id not in commented
    )
