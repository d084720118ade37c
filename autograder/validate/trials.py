"""Tries a hidden suite with examples, junk and mutants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from autograder.grader import Grader, suite_folder
from autograder.notebook import grade_id_of
from autograder.results import TestResult
from autograder.validate.examples import DOES_NOTHING, JUNK, Example, examples_of, one_for_each_test
from autograder.validate.mutants import Mutant, mutants_of, read_equivalent
from autograder.validate.notebooks import Task
from autograder.validate.report import Report, Sentence
from autograder.validate.worked import cells_of, first_loss, grade, with_cell

__all__ = ["examples", "mutants"]

# Long numbers in a message are values that a test computed: its inputs, or what it expected.
_LONG_NUMBER = re.compile(r"\d\.\d{3}|\d{6}")


def examples(grader: Grader, report: Report, *, quick: bool, seeds: int) -> Iterator[Task]:
    """Wrong examples must lose points, right ones be full, junk must be called wrong."""
    written = examples_of(grader.root, report.assignment)
    worked = cells_of(grader, "solutions")
    for name in grader.assignment.names("exercise"):
        own = [example for example in written if example.exercise == name]
        for kind, enough in (("wrong", 5), ("right", 2)):
            count = sum(example.kind == kind for example in own)
            if count < enough:
                report.problems.append(f"{name}: {count} {kind} examples, at least {enough} are due")
        tried = one_for_each_test(own) if quick else own
        for example in tried:
            draws = range(grader.seed, grader.seed + (seeds if example.kind == "right" else 1))
            trial = partial(_try_example, grader, report, worked, example, quick=quick)
            yield from (partial(trial, seed) for seed in draws)
        yield from (partial(_try_junk, grader, worked, name, junk) for junk in JUNK if not quick)
    known = set(grader.assignment.names("exercise"))
    strays = sorted({example.exercise for example in written} - known)
    report.problems += [f"{name}: examples for an exercise that does not exist" for name in strays]


def _try_example(
    grader: Grader, report: Report, worked: list[Any], example: Example, seed: int, *, quick: bool
) -> list[str]:
    cells = with_cell(worked, example.exercise, example.source)
    wanted = {"only_test": example.fails, "until_loss": True} if quick and example.kind == "wrong" else {}
    [result] = grade(grader, cells, [example.exercise], seed=seed, **wanted)
    full = result.status == "passed"
    where = f"{example.exercise}: {example.kind}/{example.exercise}/{example.name}.py"
    where += f" (seed {seed})" if seed != grader.seed else ""
    if result.status == "ungraded":
        problem = f"{where} broke the suite: {first_loss(result)}"
    elif example.kind == "right":
        problem = "" if full else f"{where} is not full: {first_loss(result)}"
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
    [result] = grade(grader, with_cell(worked, name, source), [name])
    if result.status == "ungraded":
        return [f"{name}: a solution that {junk} breaks the suite: {first_loss(result)}"]
    if result.status == "passed":
        return [f"{name}: a solution that {junk} is full"]
    if junk == DOES_NOTHING and result.score:
        passed = ", ".join(test.name for test in result.tests if test.score)
        return [f"{name}: a solution that {junk} earns points: {passed}"]
    return []


def mutants(grader: Grader, report: Report) -> Iterator[Task]:
    """Each mutant of each worked exercise, but for those that are known to be right."""
    worked = cells_of(grader, "solutions")
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
    [result] = grade(grader, with_cell(worked, name, mutant.source), [name], until_loss=True)
    where = f"{name}, line {mutant.line}: {mutant.before} → {mutant.after}"
    if result.status == "ungraded":
        return [f"{where} breaks the suite: {first_loss(result)}"]
    noticed = result.status != "passed"
    if right:
        return [f"{where} is called right in equivalent.toml, but loses points"] if noticed else []
    report.exercises[name].killed.append(noticed)
    if not noticed:
        report.survivors.append(where)
    return []
