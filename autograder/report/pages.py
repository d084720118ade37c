"""Writes the report: the class page, a page for each student, and the page of what looks alike."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.pages import write_page
from autograder.report.causes import causes
from autograder.report.found import ClassResults
from autograder.report.similarity import COMMON, SIMILAR, Pair
from autograder.report.statistics import FEW, exercise_numbers, score_numbers
from autograder.report.student_code import StudentCode
from autograder.results import ACCELERATORS, SubmissionResult
from autograder.sanitise import plain_text
from autograder.tables import MARKS, points_text, test_title

__all__ = ["page_name", "write_report"]

CLASS_PAGE, SIMILARITY_PAGE = "index.html", "similarity.html"
OUR_MARK = b'<meta name="generator" content="autograder report">'
SLOWEST = 10
MOST_PAIRS = 50  # of one exercise; more are counted, not shown
MOST_CELLS = 50  # of a student's further cells
PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
STATUS_MARKS = {"passed": "✓", "partial": "◐", "failed": "✗", "not attempted": "–", "ungraded": "?"}


def page_name(student: str) -> str:
    """The file of a student's page: safe, and another one for each student, whatever they are called."""
    reserved = {Path(name).stem for name in (CLASS_PAGE, SIMILARITY_PAGE)}
    if PLAIN_NAME.fullmatch(student) and student not in reserved:
        return f"{student}.html"
    readable = re.sub(r"[^a-z0-9]+", "-", student.lower())[:32].strip("-")
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}~{digest}.html"


def write_report(
    found: ClassResults,
    code: Mapping[str, StudentCode],
    out: Path,
    *,
    pairs: Mapping[str, Sequence[Pair]] | None = None,
) -> Path:
    """Write every page into a folder; pages of an earlier report there are removed, and nothing else.

    Args:
        found: What is known of the class.
        code: What each student wrote, where that is known.
        out: The folder; made where it is missing.
        pairs: By exercise, whose code is alike; None where nobody asked.

    Returns:
        The class page.
    """
    out.mkdir(parents=True, exist_ok=True)
    _remove_earlier(out)
    shared: dict[str, Any] = {
        "assignment": found.assignment,
        "page": page_name,
        "name": _name,
        "points": points_text,
    }
    students = [result.student for result in found.results]
    for result, before, after in zip(found.results, [None, *students], [*students[1:], None], strict=False):
        shown = shared | _student(result, code.get(result.student, StudentCode()))
        file = out / page_name(result.student)
        write_page(file, "report_student.html.j2", **shown, before=before, after=after)
    if pairs is not None:
        shown = shared | _similarity(pairs) | {"known": set(students)}
        write_page(out / SIMILARITY_PAGE, "report_similarity.html.j2", **shown)
    shown = shared | _class(found) | {"similarity": pairs is not None}
    write_page(out / CLASS_PAGE, "report_class.html.j2", **shown)
    return out / CLASS_PAGE


def _remove_earlier(out: Path) -> None:
    """A student who is no longer in the class has no page left behind."""
    for file in out.glob("*.html"):
        if file.is_file() and OUR_MARK in file.read_bytes()[:2000]:
            file.unlink()


def _name(student: str) -> str:
    """A student's name on one line."""
    return " ".join(plain_text(student, 100).split()) or "(no name)"


def _class(found: ClassResults) -> dict[str, Any]:
    every = causes(found.results)
    kinds = sorted({result.accelerator for result in found.graded if result.accelerator})
    return {
        "found": found,
        "accelerators": [ACCELERATORS.get(kind, kind) for kind in kinds],
        "numbers": score_numbers(found.graded),
        "exercises": exercise_numbers(found.results),
        "shared_causes": [cause for cause in every if len(cause.students) > 1],
        "single_causes": [cause for cause in every if len(cause.students) == 1],
        "odd": [result for result in found.results if result.problems],
        "slowest": sorted(found.results, key=lambda result: -result.seconds)[:SLOWEST],
        "marks": STATUS_MARKS,
        "few": FEW,
    }


def _student(result: SubmissionResult, written: StudentCode) -> dict[str, Any]:
    errors = {
        run["index"]: run["error"].get("says") or run["error"].get("trace") or "an error"
        for run in result.cells
        if run["error"]
    }
    return {
        "result": result,
        "code": written.tasks,
        "others": written.others[:MOST_CELLS],
        "cut": len(written.others[MOST_CELLS:]),
        "errors": errors,
        "marks": MARKS,
        "exercise_marks": STATUS_MARKS,
        "title": test_title,
    }


def _similarity(pairs: Mapping[str, Sequence[Pair]]) -> dict[str, Any]:
    """The pairs by exercise, and who of them are alike in several."""
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for exercise, alike in pairs.items():
        for pair in alike:
            together[pair.first.work.who, pair.second.work.who].append(exercise)
    several = [(who, exercises) for who, exercises in together.items() if len(exercises) > 1]
    several.sort(key=lambda entry: -len(entry[1]))
    return {
        "pairs": {exercise: list(alike[:MOST_PAIRS]) for exercise, alike in pairs.items()},
        "left_out": {exercise: len(alike[MOST_PAIRS:]) for exercise, alike in pairs.items()},
        "similar": SIMILAR,
        "common": COMMON,
        "several": several[:MOST_PAIRS],
        "several_left_out": len(several[MOST_PAIRS:]),
    }
