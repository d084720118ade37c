"""What the cells of an assignment must have beyond their keys; each rule says what to do."""

import ast
import keyword
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from autograder.course.percent import Cell
from autograder.course.regions import BEGIN, END, map_regions, solution_text, visible_text

__all__ = ["answer", "broken_rule"]

ADD_REGION = f"put it between `{BEGIN}` and `{END}`"


def broken_rule(cells: Sequence[Cell]) -> tuple[int, str] | None:
    """The first broken rule as (line, what is wrong and what to do); None when all is well."""
    for rule in (_cells_alone, _names, _pairs, _imports):
        for line, problem in rule(cells):
            return line, problem
    return None


def answer(cell: Cell) -> str:
    """The letter that the solution of a choice question gives.

    Raises:
        ValueError: It gives none, or one that the question does not offer.
    """
    values = _assigned(cell, solution_text(cell.source))
    if len(values) == 1 and values[0] in tuple(cell.choices):
        return str(values[0])
    raise ValueError(
        f'the solution of choice="{cell.name}" is none of {", ".join(cell.choices)}: '
        f'write a line like `{cell.variable} = "{cell.choices[0]}"` and {ADD_REGION}'
    )


def _assigned(cell: Cell, source: str) -> list[object]:
    """The constants that some lines assign to the cell's variable."""
    nodes = (node for node in ast.parse(source).body if isinstance(node, ast.Assign))
    return [
        node.value.value
        for node in nodes
        if isinstance(node.value, ast.Constant)
        and [ast.unparse(target) for target in node.targets] == [cell.variable]
    ]


def _cells_alone(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    rules: dict[str, Callable[[Cell], None]] = {
        "exercise": _exercise,
        "choice": _choice,
        "written": _written,
        "told": _told,
    }
    for cell in cells:
        try:
            visible_text(cell.source)  # the marks pair up
            rules.get(cell.kind, _no_solution)(cell)
        except SyntaxError as error:
            yield cell.line, f'{cell.kind}="{cell.name}" is not valid Python ({error.msg}): mend the cell'
        except ValueError as error:
            yield cell.line, str(error)


def _exercise(cell: Cell) -> None:
    """A function or class of the exercise's name, with a solution inside it."""
    defined = [
        node.name
        for node in ast.parse(cell.source).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    if cell.name not in defined:
        raise ValueError(
            f'exercise="{cell.name}" defines no {cell.name}: give the function or class that name'
        )
    stub = "raise NotImplementedError"
    stubbed = map_regions(cell.source, lambda indent, _: [f"{indent}{stub}"] if indent else [])
    if f" {stub}" not in stubbed:
        raise ValueError(f'exercise="{cell.name}" has no solution inside {cell.name}: {ADD_REGION}')
    ast.parse(stubbed)


def _choice(cell: Cell) -> None:
    """A line that the student completes, and the answer in a region."""
    _variable(cell)
    if _assigned(cell, visible_text(cell.source)) != [None]:
        raise ValueError(
            f'choice="{cell.name}" has no line for the student to complete: '
            f"write `{cell.variable} = None` before the solution"
        )
    answer(cell)


def _written(cell: Cell) -> None:
    if not solution_text(cell.source).strip():
        raise ValueError(f'written="{cell.name}" has no rubric and model answer: {ADD_REGION}')


def _told(cell: Cell) -> None:
    """A line with nothing told yet."""
    _no_solution(cell)
    _variable(cell)
    if _assigned(cell, cell.source) != [""]:
        raise ValueError(
            f'told="{cell.name}" has no line for the student to fill: write `{cell.variable} = ""`'
        )


def _variable(cell: Cell) -> None:
    if not cell.variable.isidentifier() or keyword.iskeyword(cell.variable):
        raise ValueError(f'{cell.kind}="{cell.name}" gives no variable name: choose another name')


def _no_solution(cell: Cell) -> None:
    if solution_text(cell.source) or visible_text(cell.source) != cell.source:
        raise ValueError('a solution stands in a cell that is none: begin the cell with `# %% exercise="…"`')


def _names(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """No two cells share a name, by which alone nbgrader knows them."""
    taken: set[str] = set()
    for cell in cells:
        ids = {cell.grade_id, f"test_{cell.name}"} if cell.kind == "choice" else {cell.grade_id} - {""}
        for name in sorted(ids & taken):
            yield cell.line, f'a cell above has the name "{name}": choose another {cell.kind}="…"'
        taken |= ids


def _pairs(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Every exercise has one check, after it."""
    above: set[str] = set()
    checks = Counter(cell.name for cell in cells if cell.kind == "check")
    for cell in cells:
        if cell.kind == "exercise":
            above.add(cell.name)
            if not checks[cell.name]:
                yield (
                    cell.line,
                    f'exercise="{cell.name}" has no check: add `# %% check="{cell.name}" points=10`',
                )
        if cell.kind == "check" and cell.name not in above:
            yield cell.line, f'check="{cell.name}" has no such exercise above it: add one, or mend the name'


def _imports(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """The check that is added to each choice question calls `recorded`."""
    code = "\n".join(cell.source for cell in cells if cell.kind == "code")
    for cell in cells:
        if cell.kind == "choice" and "recorded" not in code:
            yield cell.line, f'choice="{cell.name}" needs `from convlab.check import recorded` in a code cell'
