"""Numbers about a graded class: how scores are spread, and how each exercise behaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.results import ExerciseResult, SubmissionResult

__all__ = ["FEW", "Bin", "ExerciseNumbers", "ScoreNumbers", "exercise_numbers", "item_rest", "score_numbers"]

FEW = 30
"""With fewer students, means and correlations say little: a single notebook moves them."""

BINS = 10


@dataclass(frozen=True)
class Bin:
    """How many students scored from `low` up to, but not including, `high`; the last bin includes it."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class ScoreNumbers:
    """How a class's scores are spread [points]."""

    mean: float
    median: float
    quartiles: tuple[float, float]
    deviation: float
    full: int
    bins: list[Bin]


@dataclass(frozen=True)
class ExerciseNumbers:
    """How an exercise behaves.

    Attributes:
        name: The exercise or choice question.
        max_score: Points to be had.
        mean: Points, of those who are graded; None where nobody is.
        counts: How many students by status: "passed", "partial" …
        graded: How many students have a score for it.
        item_rest: How its score goes with that of all the others, from -1 to 1; None where that is undefined.
    """

    name: str
    max_score: float
    mean: float | None
    counts: Counter[str]
    graded: int
    item_rest: float | None

    @property
    def not_attempted(self) -> float:
        """Share of the graded who left it as it was."""
        return self.counts["not attempted"] / self.graded if self.graded else 0.0


def score_numbers(results: Sequence[SubmissionResult]) -> ScoreNumbers | None:
    """Numbers about the scores of graded submissions; None where there are none."""
    if not results:
        return None
    scores = np.array([result.score for result in results], dtype=float)
    most = max(result.max_score for result in results)
    edges = np.linspace(0, most or 1, BINS + 1)
    # Rounded, so that 0.1 + 0.2 of the points is not below 30 %.
    counts, _ = np.histogram(scores.clip(0, most).round(6), edges.round(6))
    bins = [
        Bin(float(low), float(high), int(count))
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    ]
    lower, median, upper = (float(value) for value in np.quantile(scores, [0.25, 0.5, 0.75]))
    full = int((scores >= most - 1e-6).sum())
    return ScoreNumbers(float(scores.mean()), median, (lower, upper), float(scores.std()), full, bins)


def exercise_numbers(results: Sequence[SubmissionResult]) -> list[ExerciseNumbers]:
    """Numbers about each exercise, in the notebook's order.

    Args:
        results: Of the class; what is ungraded counts nowhere.
    """
    by_name: dict[str, list[ExerciseResult]] = {}
    for result in results:
        for exercise in result.exercises:
            by_name.setdefault(exercise.name, []).append(exercise)
    graded = [result for result in results if result.status == "graded"]
    return [_numbers_of(name, found, graded) for name, found in by_name.items()]


def _numbers_of(
    name: str, found: Sequence[ExerciseResult], graded: Sequence[SubmissionResult]
) -> ExerciseNumbers:
    scores = [exercise.score for exercise in found if exercise.score is not None]
    mean = float(np.mean(scores)) if scores else None
    counts = Counter[str](exercise.status for exercise in found)
    items, rests = [], []
    for result in graded:
        item = sum(exercise.score or 0.0 for exercise in result.exercises if exercise.name == name)
        items.append(item)
        rests.append((result.score or 0.0) - item)
    return ExerciseNumbers(name, found[0].max_score, mean, counts, len(scores), item_rest(items, rests))


def item_rest(items: Sequence[float], rests: Sequence[float]) -> float | None:
    """Pearson's correlation of an exercise's score with the score of all the others.

    Args:
        items: Each student's points for the exercise.
        rests: Each student's points for everything else.

    Returns:
        From -1 to 1; None where either does not vary, so that it is undefined.
    """
    if len(items) < 2 or np.ptp(items) < 1e-6 or np.ptp(rests) < 1e-6:
        return None
    return float(np.corrcoef(items, rests)[0, 1])
