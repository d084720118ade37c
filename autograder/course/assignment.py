"""The course's folders, and what the trusted side knows of an assignment: its cells, points and answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course.percent import Cell, place, read_cells
from autograder.course.rules import answer, broken_rule

__all__ = ["Assignment", "assignments", "find_root", "load_assignment", "read_assignment", "script_of"]


@dataclass(frozen=True)
class Assignment:
    """An assignment as its author wrote it; never shown to a student.

    Attributes:
        name: The folder's name, such as "01_convolution".
        cells: The cells of the percent script, in order.
    """

    name: str
    cells: tuple[Cell, ...]

    @property
    def points(self) -> dict[str, float]:
        """Points by exercise, choice question and written question, in the notebook's order."""
        return {cell.name: cell.points or self._check(cell.name).points for cell in self._tasks()}

    @property
    def max_score(self) -> float:
        """Sum of all points."""
        return sum(self.points.values())

    @property
    def solutions(self) -> dict[str, str]:
        """The worked cell by exercise, choice question and written question, in the notebook's order."""
        return {cell.name: cell.source for cell in self._tasks()}

    @property
    def answers(self) -> dict[str, str]:
        """The right letter by choice question."""
        return {cell.name: answer(cell) for cell in self.cells if cell.kind == "choice"}

    @property
    def grade_ids(self) -> set[str]:
        """Nbgrader's names of all its cells, those of the generated checks included."""
        named = {cell.grade_id for cell in self.cells if cell.name and cell.kind != "told"}
        return named | {f"test_{name}" for name in self.answers}

    @property
    def variables(self) -> dict[str, str]:
        """The variable by choice question, and by string that students may tell us."""
        return {cell.name: cell.variable for cell in self.cells if cell.kind in ("choice", "told")}

    def names(self, kind: str) -> list[str]:
        """Names of the cells of one kind, in order: `assignment.names("exercise")`."""
        return [cell.name for cell in self.cells if cell.kind == kind]

    def _tasks(self) -> Iterator[Cell]:
        return (cell for cell in self.cells if cell.kind in ("exercise", "choice", "written"))

    def _check(self, name: str) -> Cell:
        return next(cell for cell in self.cells if cell.kind == "check" and cell.name == name)


def find_root(start: Path) -> Path:
    """The course's folder, which holds `nbgrader_config.py` and `source/`, at or above `start`.

    Raises:
        FileNotFoundError: There is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "nbgrader_config.py").is_file() and (folder / "source").is_dir():
            return folder
    raise FileNotFoundError(f"{start} is in no course: go to the folder with nbgrader_config.py and source/")


def assignments(root: Path) -> list[str]:
    """Names of the assignments: the folders of `source/` that hold a percent script of their own name."""
    return sorted(
        folder.name
        for folder in (root / "source").glob("[0-9][0-9]_*")
        if script_of(root, folder.name).is_file()
    )


def script_of(root: Path, name: str) -> Path:
    """The percent script of an assignment."""
    return root / "source" / name / f"{name}.py"


def load_assignment(root: Path, name: str) -> Assignment:
    """An assignment of the course.

    Raises:
        FileNotFoundError: The course has none of that name.
        ValueError: Its percent script breaks a rule; the message says where, and what to do.
    """
    script = script_of(root, name)
    if not script.is_file():
        known = ", ".join(assignments(root)) or "none yet"
        raise FileNotFoundError(f"there is no source/{name}/{name}.py: choose one of the assignments {known}")
    return read_assignment(script)


def read_assignment(script: Path) -> Assignment:
    """The assignment that a percent script holds; raises ValueError as `load_assignment` does."""
    cells = read_cells(script)
    if broken := broken_rule(cells):
        line, problem = broken
        raise ValueError(f"{place(script, line)}: {problem}")
    return Assignment(script.stem, cells)
