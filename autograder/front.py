"""nbgrader stays the front: plain `nbgrader autograde` repairs, grades in the sandbox and saves scores.

`Exporter` reads what was handed in and puts it into the shape of the release, so that nothing a submission's
metadata says can matter. `Grade` puts one score and one table into each check cell. `SaveScores` writes them
to the gradebook, where an exercise that we could not grade asks for a person instead of counting 0.
"""

from __future__ import annotations

import atexit
import json
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode, v4
from nbgrader import utils
from nbgrader.api import Gradebook, SubmittedNotebook
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import assignments
from autograder.grader import Grader
from autograder.notebook import UnreadableError, read_submitted
from autograder.records import Records
from autograder.results import ExerciseResult, SubmissionResult
from autograder.sanitise import plain_text, safe_png
from autograder.tables import exercise_html, exercise_text
from autograder.verdicts import SandboxMissing

MAX_PAGE_CELL = 30_000  # what people are shown of one cell [characters]
MAX_PAGE_CELLS = 500

__all__ = [
    "Exporter",
    "Grade",
    "SaveScores",
    "fill_in",
    "instead_of_link",
    "repaired",
    "replace_links",
    "save_scores",
]


def replace_links(assignment: str, student: str, notebooks: list[str]) -> None:
    """Before nbgrader copies a submission's other files: a link becomes a text that says where it pointed.

    nbgrader follows links, and so would copy the course's own solutions into the graded folder.
    """
    for notebook in notebooks[:1]:
        folder = Path(notebook).parent
        if folder.is_symlink() or folder.parent.is_symlink():  # the notebook is refused, and nothing touched
            return
        for path in folder.rglob("*"):
            if path.is_symlink() and path.suffix != ".ipynb":  # the notebook is read by us, and refused
                text = instead_of_link(path)
                path.unlink()
                path.write_text(text)


def instead_of_link(path: Path) -> str:
    """What stands in a graded folder where a submission had a link."""
    return f"This was a link to {path.readlink()}. Links are not followed.\n"


# ------------------------------------------------------------------ read and repair


class Exporter(NotebookExporter):
    """Reads a submission, or the sanitised copy of it that nbgrader grades next."""

    def from_filename(
        self, filename: str, resources: Any = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Repair a submission on the way in; what we wrote ourselves is read as it is."""
        assert self.parent is not None
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources, **kwargs)
        release = _release_of(self.parent, resources)
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        return self.from_notebook_node(repaired(Path(filename), release), resources, **kwargs)


def repaired(path: Path, release: NotebookNode) -> NotebookNode:
    """The submission's texts in the release's shape: nbgrader's metadata from the release, nothing else kept.

    Args:
        path: The submitted notebook, whatever it is.
        release: The assignment's release notebook.
    """
    official = {
        cell.metadata.nbgrader.grade_id: cell for cell in release.cells if "nbgrader" in cell.metadata
    }
    notebook = v4.new_notebook(metadata=release.metadata)
    try:
        submitted = json.loads(read_submitted(path, set(official)).raw)["cells"]
    except UnreadableError:
        submitted = []  # graded as such, and said in the table
    cells = [(index, cell) for index, cell in enumerate(submitted) if isinstance(cell, dict)][:MAX_PAGE_CELLS]
    last = {grade_id: index for index, cell in cells if (grade_id := _claimed(cell)) in official}
    for index, cell in cells:
        grade_id = _claimed(cell)
        notebook.cells.append(
            _repaired_cell(cell, index, official[grade_id] if last.get(grade_id) == index else None)
        )
    _add_missing(notebook, release, set(last))
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    return notebook


def _repaired_cell(cell: dict[str, Any], index: int, official: NotebookNode | None) -> NotebookNode:
    source = cell.get("source", "")
    source = "".join(map(str, source)) if isinstance(source, list) else str(source)
    kind = official.cell_type if official else cell.get("cell_type")
    metadata: dict[str, Any] = {"autograder": {"index": index}}
    if official:
        metadata["nbgrader"] = official.metadata.nbgrader
        if official.metadata.nbgrader.locked:
            source = official.source
    source = source.encode(errors="replace").decode()
    if len(source) > MAX_PAGE_CELL:  # a page of it would take minutes to make
        source = f"{source[:1000]}\n# [… cut: {len(source):,} characters]"
    return _cell("code" if kind == "code" else "markdown", source, metadata)


# nbformat's own makers validate each cell and each output by its schema, a millisecond each.
def _cell(kind: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    cell = NotebookNode(cell_type=kind, id="", metadata=nbformat.from_dict(metadata), source=source)
    if kind == "code":
        cell.update(outputs=[], execution_count=None)
    return cell


def _output(kind: str, data: dict[str, str], **more: Any) -> NotebookNode:
    return NotebookNode(output_type=kind, data=NotebookNode(data), metadata=NotebookNode(), **more)


def _printed(text: str) -> NotebookNode:
    return NotebookNode(output_type="stream", name="stdout", text=text)


def _add_missing(notebook: NotebookNode, release: NotebookNode, present: set[str]) -> None:
    """Put graded cells that were deleted back in: a score needs its cell."""
    after = ""
    for cell in release.cells:
        settings = cell.metadata.get("nbgrader")
        if settings is None:
            continue
        if settings.grade and settings.grade_id not in present:
            copy = NotebookNode({**cell, "metadata": NotebookNode(nbgrader=settings)})
            place = [
                i
                for i, c in enumerate(notebook.cells)
                if c.metadata.get("nbgrader", {}).get("grade_id") == after
            ]
            notebook.cells.insert(place[0] + 1 if place else len(notebook.cells), copy)
            present.add(settings.grade_id)
        if settings.grade_id in present:
            after = settings.grade_id


def _claimed(cell: dict[str, Any]) -> str:
    metadata = cell.get("metadata")
    settings = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = settings.get("grade_id") if isinstance(settings, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _release_of(converter: Any, resources: Any) -> NotebookNode:
    coursedir, ours = converter.coursedir, resources["nbgrader"]
    folder = coursedir.format_path(coursedir.release_directory, ".", ours["assignment"])
    path = Path(folder) / f"{ours['notebook']}.ipynb"
    if not path.is_file():
        raise NbGraderException(f"there is no {path}. Run: nbgrader generate_assignment {ours['assignment']}")
    return nbformat.read(path, as_version=4)


# ------------------------------------------------------------------ grade


_graders: dict[tuple[Path, str], Grader] = {}


def _grader(root: Path, assignment: str) -> Grader:
    """One grader for each assignment and command: starting it takes seconds."""
    key = (root, assignment)
    if key not in _graders:
        _graders[key] = Grader(root, assignment)
        atexit.register(_graders[key].close)
    return _graders[key]


class Grade(NbGraderPreprocessor):
    """Runs the engine on the submission and writes its results into the check cells."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Grade one submission."""
        coursedir, ours = self.parent.parent.coursedir, resources["nbgrader"]
        _write_scores(nb, {})  # a score that we do not come to write must not read as full marks
        result = self._result(coursedir, ours)
        resources["autograder"] = result
        fill_in(nb, result)
        for line in result.problems:
            self.log.warning("%s: %s", result.student, plain_text(line, 500))
        for exercise in result.exercises:
            if exercise.status == "ungraded":
                self.log.error("%s", exercise_text(result, exercise))
        return nb, resources

    def _result(self, coursedir: Any, ours: Any) -> SubmissionResult:
        root = Path(coursedir.root)
        name = ours["assignment"]
        if name not in assignments(root) or ours["notebook"] != name:
            raise NbGraderException(f"{name}/{ours['notebook']}.ipynb is no assignment of this course")
        folder = coursedir.format_path(coursedir.submitted_directory, ours["student"], name)
        try:
            return _grader(root, name).grade_file(Path(folder) / f"{name}.ipynb", ours["student"])
        except SandboxMissing as missing:
            raise NbGraderException(f"nothing is graded without a sandbox: {missing}") from None


def fill_in(nb: NotebookNode, result: SubmissionResult) -> None:
    """Put what grading found out into a repaired notebook: outputs, scores and tables, and what is noted."""
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
    _write_runs(cells, result)
    _write_scores(nb, {exercise.name: exercise for exercise in result.exercises})
    _write_problems(nb, result)


def _write_runs(cells: list[NotebookNode], result: SubmissionResult) -> None:
    """What each cell printed and displayed when it was run for grading, made safe."""
    by_index = {cell.metadata.get("autograder", {}).get("index"): cell for cell in cells}
    for run in result.cells:
        cell = by_index.get(run["index"])
        if cell is None or cell.metadata.get("nbgrader", {}).get("grade"):
            continue
        if text := plain_text(run["text"]):
            cell.outputs.append(_printed(text))
        for shown in run["shown"]:
            if picture := safe_png(shown.get("image/png")):
                cell.outputs.append(_output("display_data", {"image/png": picture, "text/plain": "a figure"}))
            elif "text/plain" in shown:
                cell.outputs.append(_output("display_data", {"text/plain": plain_text(shown["text/plain"])}))
        if error := run["error"]:
            said = plain_text(error.get("says") or error.get("trace") or "an error")
            cell.outputs.append(_printed(said))


def _write_scores(nb: NotebookNode, exercises: dict[str, ExerciseResult]) -> None:
    """One output in each check cell: its score, and a table for people. nbgrader takes the first output."""
    for cell in nb.cells:
        settings = cell.metadata.get("nbgrader", {})
        if not settings.get("grade") or settings.get("solution"):
            continue
        exercise = exercises.get(settings["grade_id"].removeprefix("test_"))
        points = float(settings["points"])
        score = min(max(exercise.score or 0.0, 0.0), points) if exercise else 0.0
        data = {"text/plain": repr(score)}
        if exercise:
            data["text/html"] = exercise_html(exercise)
        cell.outputs = [_output("execute_result", data, execution_count=None)]


def _write_problems(nb: NotebookNode, result: SubmissionResult) -> None:
    if result.problems:
        lines = "\n".join(f"- `{plain_text(line, 500).replace('`', ' ')}`" for line in result.problems)
        note = v4.new_markdown_cell(f"**Noted while grading**\n\n{lines}", id="noted-while-grading")
        nb.cells.insert(0, note)


class SaveScores(NbGraderPreprocessor):
    """Saves scores as nbgrader's SaveAutoGrades does; what is ungraded waits for a person."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save one submission's scores."""
        ours = resources["nbgrader"]
        with Gradebook(ours["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(
                ours["notebook"], ours["assignment"], ours["student"]
            )
            save_scores(notebook, nb, resources["autograder"])
            gradebook.db.commit()
        Records(Path(self.parent.parent.coursedir.root), ours["db_url"]).save(resources["autograder"])
        return nb, resources


def save_scores(
    notebook: SubmittedNotebook,
    graded: NotebookNode,
    result: SubmissionResult,
    *,
    same_code: bool = False,
) -> None:
    """Put the scores of a graded notebook into its rows; the caller commits.

    As nbgrader's SaveAutoGrades does, but for one thing: what is ungraded waits for a person.

    Args:
        notebook: The student's, in an open gradebook.
        graded: With a score in each check cell.
        result: From which the scores are.
        same_code: The submission is the one that was graded before, so whatever a person has seen of it
            need not be looked at again.
    """
    exercises = {exercise.name: exercise for exercise in result.exercises}
    grades = {grade.name: grade for grade in notebook.grades}
    comments = {comment.name: comment for comment in notebook.comments}
    for cell in graded.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if utils.is_grade(cell):
            exercise = exercises.get(name.removeprefix("test_"))
            score = utils.determine_grade(cell)[0]
            if exercise is not None and exercise.status == "ungraded":
                score = None
            grades[name].auto_score = score
            if grades[name].manual_score is None:
                grades[name].needs_manual_grade = score is None
            elif not same_code:  # a person gave points, but the code may have changed since
                grades[name].needs_manual_grade = True
        if utils.is_solution(cell) or utils.is_task(cell):
            untouched = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
            comments[name].auto_comment = "No response." if untouched and not utils.is_task(cell) else None
