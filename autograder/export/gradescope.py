"""Gradescope: a `results.json` for each student, by its specification.

Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.export.cells import number_text
from autograder.export.marks import Mark, Part
from autograder.export.sheet import ExportError
from autograder.results import ExerciseResult, SubmissionResult
from autograder.sanitise import plain_text

__all__ = ["LEVELS", "results_json", "visibility_of", "write_results"]

LEVELS = ("hidden", "after_due_date", "after_published", "visible")
ROUNDING = 1e-6  # [points]
KINDS = ("tests", "choices", "written")  # what a level can be given to


def visibility_of(options: Sequence[str]) -> dict[str, str]:
    """Levels by kind from options such as `after_published` and `written=hidden`; the last one counts.

    Raises:
        ExportError: One of them is neither.
    """
    levels = dict.fromkeys(KINDS, "visible")
    for option in options:
        kind, _, level = option.rpartition("=")
        if level not in LEVELS or (kind and kind not in KINDS):
            raise ExportError(
                f"--visibility {option}: expected one of {', '.join(LEVELS)}, for all or after one of "
                f"{', '.join(f'{name}=' for name in KINDS)}"
            )
        levels |= {kind: level} if kind else dict.fromkeys(KINDS, level)
    return levels


def results_json(
    mark: Mark, detail: SubmissionResult | None, levels: Mapping[str, str], *, staff: bool = False
) -> dict[str, Any]:
    """What Gradescope reads for one student.

    Args:
        mark: The final mark.
        detail: What each hidden test said, where that is kept.
        levels: Who sees which kind of test when.
        staff: Also what only graders may read, in a test that students are never shown.
    """
    exercises = {exercise.name: exercise for exercise in detail.exercises} if detail else {}
    tests = [
        {"number": f"{place}.{within}", **test}
        for place, part in enumerate(mark.parts, 1)
        for within, test in enumerate(_tests(part, exercises.get(part.name), levels), 1)
    ]
    if staff and detail and (notes := _staff(detail)):
        tests.append({"name": "for graders", "output": notes, "visibility": "hidden"})
    lines = list(detail.problems) if detail else []
    if mark.penalty:
        lines.insert(0, f"Handed in late: −{number_text(mark.penalty)} points.")
    return {
        "score": mark.score,
        "output": _text("\n".join(lines)),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _tests(
    part: Part, exercise: ExerciseResult | None, levels: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The tests of one exercise; one line for all of it where a person changed what they add up to."""
    level = levels["tests" if part.auto else "written"]
    if part.score is None:
        yield {"name": part.name, "output": "Not read yet.", "visibility": level}
        return
    if exercise is None or exercise.score is None or abs(exercise.score - part.score) > ROUNDING:
        output = part.comment or ("A grader gave these points." if exercise else "")
        yield _test(part.name, part.score, part.max_score, output, level)
        return
    for test in exercise.tests:
        output = "\n".join(filter(None, [test.says, test.look_at and f"look at: {test.look_at}"]))
        kind = "choices" if len(exercise.tests) == 1 and test.name == "choice" else "tests"
        name = f"{part.name}: {test.title.rstrip('.')}"
        yield _test(name, test.score, test.max_score, output, levels[kind], status=test.status)
    if part.comment:
        yield {"name": f"{part.name}: comment", "output": _text(part.comment), "visibility": levels["tests"]}


def _test(
    name: str, score: float | None, max_score: float, output: str, level: str, *, status: str = ""
) -> dict[str, Any]:
    passed = status == "passed" if status else score is not None and score >= max_score
    return {
        "name": plain_text(name, 200),
        "score": score or 0.0,
        "max_score": max_score,
        "status": "passed" if passed else "failed",
        "output": _text(output),
        "output_format": "text",
        "visibility": level,
    }


def _staff(detail: SubmissionResult) -> str:
    lines = [
        f"{exercise.name}: {test.name}: {test.staff}"
        for exercise in detail.exercises
        for test in exercise.tests
        if test.staff
    ]
    return _text("\n".join(lines))


def _text(text: str) -> str:
    return plain_text(text, 10_000)


def write_results(
    folder: Path,
    marks: Sequence[Mark],
    details: Mapping[str, SubmissionResult],
    levels: Mapping[str, str],
    *,
    staff: bool = False,
) -> None:
    """One folder for each student; what was there of those without a mark is removed.

    Raises:
        ExportError: A student's name cannot be a folder's.
    """
    for mark in marks:
        if Path(mark.student).name != mark.student:
            raise ExportError(f"{plain_text(mark.student, 100)!r} cannot be the name of a folder.")
        file = folder / mark.student / "results.json"
        if mark.score is None:
            file.unlink(missing_ok=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        content = results_json(mark, details.get(mark.student), levels, staff=staff)
        file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
