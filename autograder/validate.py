"""The instructor's proof that an assignment is right: its solutions, its stubs, its suites, its release.

The suites are tried with hand-written wrong and right solutions, with junk, and with small changes to the
worked solutions, which they should notice.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from rich.table import Table

from autograder.build import build as build_notebooks
from autograder.build import find_leaks
from autograder.grader import Grader, exercises_of, suite_folder
from autograder.mutants import Mutant, mutants_of, read_equivalent
from autograder.notebook import cells_to_run, grade_id_of
from autograder.pages import write_page
from autograder.results import ExerciseResult, TestResult
from autograder.stand_ins import needs_of
from autograder.tables import points_text

__all__ = [
    "Example",
    "ExerciseReport",
    "Report",
    "Sentence",
    "examples_of",
    "report_table",
    "validate",
    "write_report",
]

# Long numbers in a message are values that a test computed: its inputs, or what it expected.
_LONG_NUMBER = re.compile(r"\d\.\d{3}|\d{6}")
MUTANTS_KILLED = 0.95  # share of an assignment's mutants that its suite must notice

# What a lost student may return; a suite must call each of these wrong, and never fail over it itself.
JUNK = {
    "returns nothing": "return None",
    "returns a string": "return 'junk'",
    "returns an empty tuple": "return ()",
    "returns NaN": "import torch; return torch.tensor(float('nan'))",
    "returns a nested list": "return [[1, 'a'], {'b': None}]",
    "returns a huge integer": "return 10**400",
    "returns an empty tensor": "import torch; return torch.zeros(0, 3)",
    "returns its first argument": "return args[0] if args else None",
    "returns three junk tensors": "import torch; return torch.zeros(1), torch.ones(2, 2), torch.zeros(())",
    "returns a lambda": "return lambda: 0",
}


@dataclass(frozen=True)
class Example:
    """A hand-written solution that tests the suite.

    Attributes:
        exercise: What it solves.
        name: Its file's name: the misconception, or the way it is written.
        kind: Whether it must lose points or be full.
        source: What replaces the exercise's cell.
        fails: For a wrong one, the test that it must fail; empty where any will do.
    """

    exercise: str
    name: str
    kind: Literal["wrong", "right"]
    source: str
    fails: str = ""


@dataclass
class ExerciseReport:
    """What was found out about one exercise. `seconds` of processor time are what its solution takes."""

    name: str
    tests: int = 0
    solution: str = ""
    stub: str = ""
    wrong: list[bool] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    killed: list[bool] = field(default_factory=list)
    seconds: float = 0.0
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True)
class Sentence:
    """What the author of a wrong solution reads first."""

    example: str
    test: str
    says: str
    look_at: str


@dataclass
class Report:
    """What was found out about one assignment; it is right when there are no problems.

    Attributes:
        survivors: Mutants that no test notices, and nobody has called right: gaps to look at.
    """

    assignment: str
    exercises: dict[str, ExerciseReport]
    problems: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)


def examples_of(root: Path, assignment: str) -> list[Example]:
    """The examples in `wrong/<exercise>/` and `right/<exercise>/` of a hidden suite."""
    kinds: tuple[Literal["wrong", "right"], ...] = ("wrong", "right")
    return [
        Example(path.parent.name, path.stem, kind, path.read_text(), _must_fail(path))
        for kind in kinds
        for path in sorted((suite_folder(root, assignment) / kind).glob("*/*.py"))
    ]


def validate(root: Path, assignment: str, *, jobs: int = 2, quick: bool = False, seeds: int = 1) -> Report:
    """Check everything that can be checked of one assignment.

    Args:
        root: The course.
        assignment: Its name.
        jobs: How many notebooks to grade at a time.
        quick: Try every right example, but of the wrong ones only one for each hidden test, and neither junk
            nor mutants.
        seeds: How many draws of hidden inputs each right example must be full under.
    """
    with Grader(root, assignment) as grader:
        names = [*grader.assignment.names("exercise"), *grader.assignment.answers]
        report = Report(assignment, {name: ExerciseReport(name) for name in names})
        report.problems += [
            f"{line} has drifted. Run: autograder build"
            for line in build_notebooks(root, assignment, check=True)
        ]
        report.problems += find_leaks(root / "release" / assignment, root=root)
        grader.start()
        with ThreadPoolExecutor(jobs) as pool:
            tasks = [*_notebooks(grader, report), *_examples(grader, report, quick=quick, seeds=seeds)]
            tasks += _independence(grader)
            tasks += [] if quick else _mutants(grader, report)
            for problems in pool.map(lambda task: task(), tasks):
                report.problems += problems
    killed = [one for entry in report.exercises.values() for one in entry.killed]
    if sum(killed) < MUTANTS_KILLED * len(killed):
        report.problems.append(
            f"the suite notices {sum(killed)} of {len(killed)} mutants; {MUTANTS_KILLED:.0%} are due"
        )
    return report


_Task = Callable[[], list[str]]


def _notebooks(grader: Grader, report: Report) -> Iterator[_Task]:
    """The solutions must be full, the untouched release must be 0."""

    def solution() -> list[str]:
        problems = []
        reply = grader.grade_cells(_sources(_cells(grader, "solutions")))
        for result in exercises_of(reply):
            entry = report.exercises[result.name]
            entry.tests, entry.solution = len(result.tests), result.status
            entry.seconds = reply["seconds"].get(result.name, 0.0)
            if result.status != "passed":
                problems.append(f"{result.name}: the solution is not full: {_first_loss(result)}")
        return problems

    def release() -> list[str]:
        problems = []
        for result in _grade(grader, _cells(grader, "release")):
            report.exercises[result.name].stub = result.status
            if result.status != "not attempted":
                problems.append(
                    f"{result.name}: the untouched release is {result.status}, not 'not attempted'"
                )
        return problems

    yield solution
    yield release


def _independence(grader: Grader) -> Iterator[_Task]:
    """Whoever lacks one exercise must not lose points in another that needs it."""
    worked, needs = _cells(grader, "solutions"), needs_of(grader.assignment)
    for name in grader.assignment.names("exercise"):
        users = [user for user, need in needs.items() if name in need["names"]]
        if users:
            yield partial(_try_without, grader, worked, name, users)


def _try_without(grader: Grader, worked: list[Any], name: str, users: list[str]) -> list[str]:
    stub = f"def {name}(*args, **kwargs):\n    raise NotImplementedError"
    cells = _sources(_with(worked, name, stub))
    results = exercises_of(grader.grade_cells(cells, [name, *users]))
    return [
        f"{result.name}: whoever lacks {name} loses points here, too: {_first_loss(result)}"
        for result in results
        if result.name != name and result.status != "passed"
    ]


def _examples(grader: Grader, report: Report, *, quick: bool, seeds: int) -> Iterator[_Task]:
    examples = examples_of(grader.root, report.assignment)
    worked = _cells(grader, "solutions")
    for name in grader.assignment.names("exercise"):
        own = [example for example in examples if example.exercise == name]
        for kind, enough in (("wrong", 5), ("right", 2)):
            count = sum(example.kind == kind for example in own)
            if count < enough:
                report.problems.append(f"{name}: {count} {kind} examples, at least {enough} are due")
        tried = _one_for_each_test(own) if quick else own
        for example in tried:
            draws = range(grader.seed, grader.seed + (seeds if example.kind == "right" else 1))
            yield from (partial(_try_example, grader, report, worked, example, seed) for seed in draws)
        yield from (partial(_try_junk, grader, worked, name, junk) for junk in JUNK if not quick)
    known = set(grader.assignment.names("exercise"))
    strays = sorted({example.exercise for example in examples} - known)
    report.problems += [f"{name}: examples for an exercise that does not exist" for name in strays]


def _one_for_each_test(examples: list[Example]) -> list[Example]:
    """All right examples, and the first wrong one for each test that they name."""
    wrong = {example.fails: example for example in reversed(examples) if example.kind == "wrong"}
    return [e for e in examples if e.kind == "right" or wrong[e.fails] is e]


def _try_example(grader: Grader, report: Report, worked: list[Any], example: Example, seed: int) -> list[str]:
    cells = _with(worked, example.exercise, example.source)
    [result] = _grade(grader, cells, only=example.exercise, seed=seed)
    full = result.status == "passed"
    where = f"{example.exercise}: {example.kind}/{example.exercise}/{example.name}.py"
    where += f" (seed {seed})" if seed != grader.seed else ""
    if result.status == "ungraded":
        problem = f"{where} broke the suite: {_first_loss(result)}"
    elif example.kind == "right":
        problem = "" if full else f"{where} is not full: {_first_loss(result)}"
    elif full:
        problem = f"{where} is not caught"
    else:
        lost = {test.name for test in result.tests if test.status not in ("passed", "skipped")}
        missed = example.fails and example.fails not in lost
        problem = f"{where} should fail '{example.fails}', but fails {sorted(lost)}" if missed else ""
    entry = report.exercises[example.exercise]
    getattr(entry, example.kind).append(not problem)
    losses = [test for test in result.tests if test.says and test.status != "skipped"]
    if example.kind == "wrong" and losses:
        first = losses[0]
        entry.sentences.append(Sentence(example.name, first.title, first.says, first.look_at))
    told = [
        f"{where}: '{test.name}' tells a value: {test.says} {test.look_at}" for test in losses if _tells(test)
    ]
    return [*told, problem] if problem else told


def _tells(test: TestResult) -> bool:
    return bool(_LONG_NUMBER.search(f"{test.says} {test.look_at}"))


def _try_junk(grader: Grader, worked: list[Any], name: str, junk: str) -> list[str]:
    source = f"def {name}(*args, **kwargs):\n    {JUNK[junk]}\n"
    [result] = _grade(grader, _with(worked, name, source), only=name)
    if result.status == "ungraded":
        return [f"{name}: a solution that {junk} breaks the suite: {_first_loss(result)}"]
    return [f"{name}: a solution that {junk} is full"] if result.status == "passed" else []


def _mutants(grader: Grader, report: Report) -> Iterator[_Task]:
    """Each mutant of each worked exercise, but for those that are known to be right."""
    worked = _cells(grader, "solutions")
    suite = suite_folder(grader.root, report.assignment)
    known = {(entry.exercise, entry.before, entry.after) for entry in read_equivalent(suite)}
    for name in grader.assignment.names("exercise"):
        [cell] = [cell for cell in worked if grade_id_of(cell) == name]
        for mutant in mutants_of("".join(cell["source"])):
            right = (name, mutant.before, mutant.after) in known
            known.discard((name, mutant.before, mutant.after))
            yield partial(_try_mutant, grader, report, worked, name, mutant, right=right)
    report.problems += [f"{e}: equivalent.toml names no mutant: {b} → {a}" for e, b, a in sorted(known)]


def _try_mutant(
    grader: Grader, report: Report, worked: list[Any], name: str, mutant: Mutant, *, right: bool
) -> list[str]:
    [result] = _grade(grader, _with(worked, name, mutant.source), only=name, until_loss=True)
    where = f"{name}, line {mutant.line}: {mutant.before} → {mutant.after}"
    if result.status == "ungraded":
        return [f"{where} breaks the suite: {_first_loss(result)}"]
    noticed = result.status != "passed"
    if right:
        return [f"{where} is called right in equivalent.toml, but loses points"] if noticed else []
    report.exercises[name].killed.append(noticed)
    if not noticed:
        report.survivors.append(where)
    return []


def _grade(grader: Grader, cells: list[Any], only: str | None = None, **options: Any) -> list[ExerciseResult]:
    return exercises_of(grader.grade_cells(_sources(cells), None if only is None else [only], **options))


def _sources(cells: list[Any]) -> list[str]:
    return [cell.source for cell in cells_to_run(cells)]


def _cells(grader: Grader, folder: str) -> list[Any]:
    name = grader.assignment.name
    path = grader.root / folder / name / f"{name}.ipynb"
    cells: list[Any] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def _with(cells: list[Any], exercise: str, source: str) -> list[Any]:
    """The notebook with one exercise's cell replaced."""
    return [{**cell, "source": source} if grade_id_of(cell) == exercise else cell for cell in cells]


def _must_fail(path: Path) -> str:
    """What an example's docstring says after "Fails:"."""
    lines = (ast.get_docstring(ast.parse(path.read_text())) or "").splitlines()
    named = [line.partition(":")[2].strip().rstrip(".") for line in lines if line.startswith("Fails:")]
    return named[0] if named else ""


def _first_loss(result: ExerciseResult) -> str:
    for test in result.tests:
        if test.status != "passed":
            staff = test.staff.strip().splitlines()[-1:]
            return f"{test.name} {test.status}: {test.says}{' (' + staff[0] + ')' if staff else ''}"
    return result.status


def report_table(report: Report, points: dict[str, float]) -> Table:
    """The report for a terminal."""
    table = Table(title=report.assignment)
    counted = ("wrong caught", "right full", "mutants killed")
    for column in ("exercise", "points", "tests", "solution", "untouched", *counted, "seconds"):
        table.add_column(
            column, justify="left" if column in ("exercise", "solution", "untouched") else "right"
        )
    for entry in report.exercises.values():
        found = (entry.wrong, entry.right, entry.killed)
        counts = [f"{sum(one)} / {len(one)}" if one else "" for one in found]
        tests = str(entry.tests) if entry.tests else ""
        seconds = f"{entry.seconds:.2f}" if entry.seconds else ""
        told = (entry.name, points_text(points[entry.name]), tests, entry.solution, entry.stub)
        table.add_row(*told, *counts, seconds)
    return table


def write_report(file: Path, reports: Sequence[Report]) -> None:
    """Everything that was found out about some assignments, as one page.

    Args:
        file: Where the page goes.
        reports: In the order in which they are shown.
    """
    write_page(file, "validate.html.j2", reports=reports)
