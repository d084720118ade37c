"""The class: what each student hands in, and what it must score."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.demo.foresight import Foreseen, HiddenTest, Ledger, names_in
from autograder.demo.hostile import hostile_notebook
from autograder.demo.notebooks import (
    Notebook,
    add_code,
    as_text,
    cell_of,
    fill_in,
    loop_first,
    loop_for_raise,
    read,
    without_marks,
)
from autograder.validate import Example

__all__ = ["HandIn", "class_of", "hand_in"]

# Misconceptions that teachers know, by words in the names of wrong examples; shown before others.
CLASSICS = ("mirrored", "height_only", "batch_axis", "divides_by", "shared", "stride", "axis")


@dataclass(frozen=True)
class HandIn:
    """What one student hands in.

    Attributes:
        student: Who.
        did: What is special about it, in words.
        foreseen: What it must score.
        notebook: The text of its notebook, or where a link in its place points.
        links: Further links beside the notebook: name → where it points.
    """

    student: str
    did: str
    foreseen: Foreseen
    notebook: str | Path
    links: tuple[tuple[str, Path], ...] = ()


def hand_in(submission: HandIn, folder: Path, name: str) -> None:
    """Put a submission where nbgrader looks for it: `<folder>/<student>/<name>/<name>.ipynb`."""
    place = folder / submission.student / name
    place.mkdir(parents=True)
    if isinstance(submission.notebook, Path):
        (place / f"{name}.ipynb").symlink_to(submission.notebook)
    else:
        (place / f"{name}.ipynb").write_text(submission.notebook, encoding="utf-8")
    for link, target in submission.links:
        (place / link).symlink_to(target)


def class_of(course: Path, name: str) -> list[HandIn]:
    """The class of an assignment, from its built notebooks and the examples of its hidden suite.

    Args:
        course: The course's folder, built.
        name: The assignment.
    """
    ledger = Ledger(course, name)
    release = read(course / "release" / name / f"{name}.ipynb")
    worked = without_marks(read(course / "solutions" / name / f"{name}.ipynb"))
    return [
        *_honest(ledger, release, worked),
        *_mistaken(ledger, worked),
        *_unlucky(ledger, worked),
        *_hostile(ledger, release, course / "solutions" / name / f"{name}.ipynb"),
    ]


def _honest(ledger: Ledger, release: Notebook, worked: Notebook) -> Iterator[HandIn]:
    full, none = Foreseen.exactly(ledger.full), Foreseen.exactly(0)
    yield HandIn("ada", "everything right", full, as_text(worked))
    other = {example.exercise: example.source for example in ledger.examples if example.kind == "right"}
    yield HandIn("ben", "everything right, written in other ways", full, as_text(fill_in(worked, other)))
    tasks = list(ledger.points)
    half = tasks[: len(tasks) // 2]
    sources = {task: "".join(cell_of(worked, task)["source"]) for task in half}
    earned = Foreseen.exactly(sum(ledger.points[task] for task in half))
    yield HandIn("cleo", "the first half done", earned, as_text(fill_in(release, sources)))
    yield HandIn("dan", "nothing done: the notebook as released", none, as_text(release))


def _mistaken(ledger: Ledger, worked: Notebook) -> Iterator[HandIn]:
    for student, (example, test) in zip(("eva", "finn"), _misconceptions(ledger), strict=False):
        foreseen = ledger.after_losing(example.exercise, [test], only=False)
        notebook = fill_in(worked, {example.exercise: example.source})
        yield HandIn(student, f"{example.exercise}: {_mistake(example)}", foreseen, as_text(notebook))


def _misconceptions(ledger: Ledger) -> list[tuple[Example, HiddenTest]]:
    """Two wrong examples of different exercises and kinds, with the test that each must fail."""
    candidates = []
    for example in ledger.examples:
        test = ledger.test_failed_by(example) if example.kind == "wrong" else None
        if test and test.weight and not test.gate:
            kind = next((rank for rank, word in enumerate(CLASSICS) if word in example.name), len(CLASSICS))
            rank = (kind, len(ledger.users(example.exercise)), example.name)
            candidates.append((rank, example, test))
    candidates.sort(key=lambda candidate: candidate[0])
    (kind, *_), first, test = candidates[0]
    others = [other for other in candidates[1:] if other[1].exercise != first.exercise]
    others.sort(key=lambda other: other[0][0] == kind)  # another kind first; the order stays otherwise
    return [(first, test), *[(example, test) for _, example, test in others[:1]]]


def _unlucky(ledger: Ledger, worked: Notebook) -> Iterator[HandIn]:
    full, broken = Foreseen.exactly(ledger.full), ledger.independent[-1]
    source = "".join(cell_of(worked, broken)["source"])
    missing = fill_in(worked, {broken: f"import tensorflow_that_is_not_there\n\n{source}"})
    did = f"{broken}: its cell imports a package that is not there"
    yield HandIn("gus", did, ledger.without(broken), as_text(missing))
    leaving = add_code(worked, "import os\n\nos._exit(1)")
    yield HandIn("hana", "a cell ends the whole process", full, as_text(leaving))
    yield _endless(ledger, worked)
    did = "a check deleted, an exercise's cell there twice"
    yield HandIn("jan", did, full, as_text(_untidy(worked, ledger.exercises[0])))


def _endless(ledger: Ledger, worked: Notebook) -> HandIn:
    """Loops for ever where it should refuse its input: only the tests about that are lost."""
    for name in ledger.independent:
        refusing = [test for test in ledger.tests[name] if test.refuses]
        for source in _ways(ledger, worked, name) if refusing else ():
            # With fewer raises than such tests, Python refuses something by itself, as unpacking does.
            if source.count("raise ") < len(refusing):
                continue
            # What is refused by another exercise, called here, would be refused all the same.
            if "raise " in source and not names_in(source) & set(ledger.exercises) - {name}:
                foreseen = ledger.after_losing(name, refusing, only=True)
                notebook = fill_in(worked, {name: loop_for_raise(source)})
                return HandIn("ivo", f"{name}: never ends where it should raise", foreseen, as_text(notebook))
    name = ledger.independent[-1]
    notebook = fill_in(worked, {name: loop_first(_ways(ledger, worked, name)[0])})
    return HandIn("ivo", f"{name}: never ends", ledger.without(name), as_text(notebook))


def _ways(ledger: Ledger, worked: Notebook, name: str) -> list[str]:
    """Right sources of an exercise: the worked one, then the examples."""
    examples = [e.source for e in ledger.examples if e.kind == "right" and e.exercise == name]
    return ["".join(cell_of(worked, name)["source"]), *examples]


def _untidy(worked: Notebook, exercise: str) -> Notebook:
    notebook = copy.deepcopy(worked)
    cells = notebook["cells"]
    cells.remove(cell_of(notebook, f"test_{exercise}"))
    solution = cell_of(notebook, exercise)
    cells.insert(cells.index(solution), copy.deepcopy(solution))
    return notebook


def _hostile(ledger: Ledger, release: Notebook, solutions: Path) -> Iterator[HandIn]:
    none = Foreseen.exactly(0)
    attack = hostile_notebook(release, ledger.exercises)
    links = (("notes.txt", solutions),)
    did = "attacks the grader, its gradebook and its readers; forges points"
    yield HandIn("mallory", did, none, attack, links)
    yield HandIn("nils", "half a file: broken JSON", none, as_text(release)[:3000])
    yield HandIn("oona", "no file: a link to the solutions", none, solutions)


def _mistake(example: Example) -> str:
    """The first sentence of an example's docstring."""
    document = ast.get_docstring(ast.parse(example.source)) or example.name
    sentence = " ".join(document.partition("Fails:")[0].split()).partition(". ")[0].rstrip(".")
    return sentence[:1].lower() + sentence[1:]
