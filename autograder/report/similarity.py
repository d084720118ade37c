"""Code of one exercise that looks alike: a place for a person to look, never a verdict.

copydetect fingerprints each student's code by its runs of characters, names and comments aside, and without
what the release gives to everybody. The numbers below were chosen on the course's own right examples, which
were written independently of each other, and on copies of them with other names and comments.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from autograder import source
from autograder.course import Assignment, visible_text
from autograder.report.student_code import StudentCode
from autograder.sanitise import plain_text

__all__ = ["COMMON", "SIMILAR", "Pair", "Side", "Work", "alike_in_class", "alike_pairs"]

RUN = 16
"""Shortest run of characters that counts; each name is one character [characters]."""
SIMILAR = 0.7
"""Share of both students' own code that must be alike."""
LEAST = 60
"""Own code that is shorter says nothing: there are few ways to write it [characters]."""
COMMON = 10
"""What more students than this, and more than a tenth of them, have alike is taken for everybody's."""


@dataclass(frozen=True)
class Work:
    """Somebody's code of one exercise; `earlier` where it is of another class, only to compare with."""

    who: str
    code: str
    earlier: bool = False


@dataclass(frozen=True)
class Side:
    """One of two that look alike.

    Attributes:
        work: Whose code.
        passages: The code in pieces, and whether each is like something in the other.
        share: Of the student's own code that is alike.
    """

    work: Work
    passages: tuple[tuple[str, bool], ...]
    share: float


@dataclass(frozen=True)
class Pair:
    """Two that look alike."""

    first: Side
    second: Side

    @property
    def share(self) -> float:
        """Of the own code of either at least so much is alike."""
        return min(self.first.share, self.second.share)


def alike_in_class(
    assignment: Assignment, code: Mapping[str, StudentCode], earlier: Mapping[str, StudentCode]
) -> dict[str, list[Pair]]:
    """Pairs by exercise, in the notebook's order.

    Args:
        assignment: What was asked for.
        code: What each student wrote.
        earlier: What students of earlier classes wrote.

    Raises:
        ModuleNotFoundError: copydetect is not installed.
    """
    everybody = [(who, written, False) for who, written in code.items()]
    everybody += [(who, written, True) for who, written in earlier.items()]
    pairs = {}
    for name in assignment.names("exercise"):
        works = [
            Work(who, written.tasks[name].source, old)
            for who, written, old in everybody
            if name in written.tasks
        ]
        pairs[name] = alike_pairs(works, visible_text(assignment.solutions[name]))
    return pairs


def alike_pairs(works: Iterable[Work], given: str) -> list[Pair]:
    """Pairs whose code of an exercise is alike, the most alike first.

    Args:
        works: Everybody's code; what is no Python is left out.
        given: What the release gives to everybody.

    Raises:
        ModuleNotFoundError: copydetect is not installed.
    """
    works = [
        Work(work.who, plain_text(work.code).strip(), work.earlier)
        for work in works
        if source.parse_cell(work.code)
    ]
    prints = _fingerprints(works, given)
    own = [place for place, print_ in enumerate(prints) if print_.token_coverage >= LEAST]
    found = []
    for one, other in combinations(own, 2):
        if works[one].earlier and works[other].earlier:
            continue
        if _may_be_alike(prints[one], prints[other]):
            found += _compared(works[one], prints[one], works[other], prints[other])
    return sorted(found, key=lambda pair: -pair.share)


def _fingerprints(works: Sequence[Work], given: str) -> list[Any]:
    """Each one's runs of characters, without those that everybody has."""
    import numpy as np
    from copydetect import CodeFingerprint

    # A window of 1 keeps every run: what is found then does not depend on how Python hashes today.
    whole = [
        CodeFingerprint("", RUN, 1, language="python", fp=io.StringIO(code))
        for code in (given, *(work.code for work in works))
    ]
    held = Counter(run for print_ in whole[1:] for run in print_.hashes)
    many = max(COMMON, len(works) / 10)
    everybodys = whole[0].hashes | {run for run, holders in held.items() if holders > many}
    without = np.array(sorted(everybodys), dtype=np.int64)
    own = []
    for print_ in whole[1:]:  # reading code into tokens is what takes time, so it is not done again
        text = io.StringIO(print_.filtered_code)
        rest = CodeFingerprint("", RUN, 1, boilerplate=without, filter=False, fp=text)
        rest.raw_code, rest.offsets = print_.raw_code, print_.offsets
        own.append(rest)
    return own


def _may_be_alike(one: Any, other: Any) -> bool:
    """Whether a comparison, which is slow, can find enough: a shared run explains so many characters."""
    return len(one.hashes & other.hashes) * RUN >= SIMILAR * max(one.token_coverage, other.token_coverage)


def _compared(one: Work, print_one: Any, other: Work, print_other: Any) -> list[Pair]:
    from copydetect import compare_files

    alike, shares, slices = compare_files(print_one, print_other)
    if alike < LEAST or min(shares) < SIMILAR:
        return []
    sides = [
        Side(work, _passages(print_.raw_code, marks), float(share))
        for work, print_, share, marks in zip(
            (one, other), (print_one, print_other), shares, slices, strict=True
        )
    ]
    return [Pair(*sides)]


def _passages(code: str, slices: Any) -> tuple[tuple[str, bool], ...]:
    """Cut code where a like passage begins or ends."""
    pieces, end = [], 0
    for start, stop in zip(*slices.astype(int).clip(0, len(code)).tolist(), strict=True):
        pieces += [(code[end:start], False), (code[max(start, end) : stop], True)]
        end = max(stop, end)
    pieces.append((code[end:], False))
    return tuple((text, alike) for text, alike in pieces if text)
