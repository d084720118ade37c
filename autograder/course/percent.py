"""Reads a percent script, the one hand-written form of a notebook, into cells.

A cell's first line says what it is:

    # %%                                           ordinary code
    # %% [markdown]                                ordinary text
    # %% exercise="conv2d"                         the student's function
    # %% check="conv2d" points=10                  its graded check
    # %% choice="stride-cost" points=2             a predict-then-check question (abc, or choices="abcd")
    # %% [markdown] written="risks" points=4       an answer that a person grades
    # %% told="pseudonym"                          a plain string that the student may set, for us to keep
    # %% experiment                                code that is never run while grading
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

__all__ = ["Cell", "Kind", "read_cells"]

Kind = Literal["text", "code", "exercise", "check", "choice", "written", "told", "experiment"]
NAMED: tuple[Kind, ...] = ("exercise", "check", "choice", "written", "told")
# What each kind of cell may say beside its name; every key but `choices` must be there.
KEYS: Mapping[Kind, tuple[str, ...]] = {
    "check": ("points",),
    "choice": ("points", "choices"),
    "written": ("points",),
}
MARKER = re.compile(r"^# %%")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*_?")
LONGEST_NAME = 48  # A cell id, which has at most 64 characters, is made of it.


@dataclass(frozen=True)
class Cell:
    """One cell of the percent script, as its author wrote it.

    Attributes:
        kind: What the cell is.
        source: Its text, solution regions included.
        line: Where it begins in the script, counted from 1.
        name: The exercise, question or string that is told; empty for other cells.
        points: What it is worth; 0 where it is not graded.
        choices: The letters that a choice question offers.
    """

    kind: Kind
    source: str
    line: int
    name: str = ""
    points: float = 0
    choices: str = ""

    @property
    def grade_id(self) -> str:
        """The cell's name in nbgrader; empty where it has none."""
        return f"test_{self.name}" if self.kind == "check" else self.name

    @property
    def variable(self) -> str:
        """The variable that a choice question, or a cell that tells something, sets."""
        return self.name.replace("-", "_")


def read_cells(script: Path) -> tuple[Cell, ...]:
    """The cells of a percent script, in order.

    Raises:
        ValueError: A cell's first line cannot be understood.
    """
    import jupytext  # takes a second, which commands that read no script need not wait for

    text = script.read_text(encoding="utf-8")
    starts = [number for number, line in enumerate(text.splitlines(), 1) if MARKER.match(line)]
    # Percent scripts hold plain Python: a comment is never turned into a magic.
    form = {"extension": ".py", "format_name": "percent", "comment_magics": False}
    nodes = jupytext.reads(text, fmt=form).cells
    if len(nodes) != len(starts):
        raise ValueError(f"{place(script, 1)}: text stands outside the cells: begin with a `# %%` line")
    return tuple(_read_cell(node, script, line) for node, line in zip(nodes, starts, strict=True))


def place(script: Path, line: int) -> str:
    """How messages name a place: from the course's folder on, so that no machine's path shows."""
    return f"{'/'.join(script.parts[-3:])}, line {line}"


def _read_cell(node: Any, script: Path, line: int) -> Cell:
    keys = {key: value for key, value in node.metadata.items() if key != "lines_to_next_cell"}
    try:
        kind = _kind(node.cell_type, keys)
        return Cell(kind, node.source, line, **_values(kind, keys))
    except ValueError as error:
        raise ValueError(f"{place(script, line)}: {error}") from None


def _kind(cell_type: str, keys: dict[str, Any]) -> Kind:
    """What the cell is, by its keys."""
    kinds: list[Kind] = [kind for kind in NAMED if kind in keys]
    if keys.get("title") == "experiment":  # a bare word is a title to jupytext
        del keys["title"]
        kinds.append("experiment")
    if len(kinds) > 1:
        raise ValueError(f"a cell cannot be {' and '.join(kinds)} at once: keep one of them")
    kind: Kind = kinds[0] if kinds else "text" if cell_type == "markdown" else "code"
    due = "markdown" if kind in ("text", "written") else "code"
    if cell_type != due:
        marker = "`# %% [markdown]`" if due == "markdown" else "`# %%`"
        raise ValueError(f"{kind} is not for a {cell_type} cell: begin it with {marker}")
    return kind


def _values(kind: Kind, keys: dict[str, Any]) -> dict[str, Any]:
    """The fields of a cell that its keys give, each of the right type."""
    known = KEYS.get(kind, ())
    unknown = sorted(key for key in keys if key not in (kind, *known))
    if unknown:
        raise ValueError(
            f"{', '.join(f'`{_spelling(key, keys[key])}`' for key in unknown)} is not known here: "
            "use exercise, check, choice, written, told or experiment, with points and choices where they "
            "belong"
        )
    values: dict[str, Any] = {}
    if kind in NAMED:
        values["name"] = _name(kind, keys[kind])
    if "points" in known:
        values["points"] = _points(kind, values["name"], keys.get("points"))
    if "choices" in known:
        values["choices"] = _choices(keys.get("choices", "abc"))
    return values


def _spelling(key: str, value: object) -> str:
    return str(value) if key in ("title", "incorrectly_encoded_metadata") else key


def _name(kind: Kind, name: object) -> str:
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise ValueError(
            f'{name!r} cannot name an exercise or question: write {kind}="…" with a letter, then letters, '
            f"digits and single dashes or underscores, at most {LONGEST_NAME} characters"
        )
    return name


def _points(kind: Kind, name: str, points: object) -> float:
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points < float("inf"):
        raise ValueError(f'{kind}="{name}" needs a number of points above 0: write {kind}="{name}" points=10')
    return points


def _choices(choices: object) -> str:
    if not isinstance(choices, str) or not re.fullmatch(r"(?:([a-z])(?!.*\1)){2,}", choices):
        raise ValueError(f'choices={choices!r} is not a row of different letters: write choices="abcd"')
    return choices
