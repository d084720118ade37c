"""Numbers about a class: each against one that was worked out by hand."""

import pytest

from autograder.report.statistics import exercise_numbers, item_rest, score_numbers

PASSED, FAILED, UNTOUCHED = [("t", "passed")], [("t", "failed", "off")], [("t", "not attempted", "empty")]


def test_scores_are_summed_up(result):
    """Mean, median, quartiles, deviation and the number of full marks."""
    scores = [4, 2, 1, 1, 0]
    class_ = [result(f"s{n}", a=[("t", "passed")] * n + [("u", "failed")] * (4 - n)) for n in scores]

    numbers = score_numbers(class_)

    assert (numbers.mean, numbers.median, numbers.quartiles, numbers.full) == (1.6, 1, (1, 2), 1)
    assert numbers.deviation == pytest.approx(1.84**0.5)


def test_every_score_is_in_one_bin(result):
    """A score on an edge counts above it, full marks count in the last bin, and rounding moves none."""
    tests = [[("t", "passed")] * n + [("u", "failed")] * (10 - n) for n in range(11)]
    numbers = score_numbers([result(str(n), points=0.3, a=made) for n, made in enumerate(tests)])

    assert [bin_.count for bin_ in numbers.bins] == [1] * 9 + [2]
    assert numbers.bins[0].low == 0
    assert numbers.bins[-1].high == 0.3


def test_nobody_has_no_numbers():
    """Where nobody is graded there is nothing to sum up."""
    assert score_numbers([]) is None


@pytest.mark.parametrize(
    ("items", "rests", "expected"),
    [
        ([0, 1, 2], [5, 7, 9], 1),
        ([0, 1, 2], [9, 7, 5], -1),
        ([0, 1, 0, 1], [0, 0, 1, 1], 0),
        ([1, 2, 3, 4], [1, 3, 2, 4], 0.8),
        ([1, 1, 1], [1, 2, 3], None),
        ([1, 2, 3], [2, 2, 2], None),
        ([1], [2], None),
        ([], [], None),
    ],
)
def test_item_rest_correlation(items, rests, expected):
    """Pearson's correlation, and nothing where there is no variance to correlate."""
    assert item_rest(items, rests) == (None if expected is None else pytest.approx(expected))


def test_an_exercise_is_compared_with_the_rest_and_not_with_itself(result):
    """Who does well in `b` does badly in `a`: negative, although the total rises with both."""
    class_ = [
        result("s1", a=PASSED, b=FAILED),
        result("s2", a=FAILED, b=PASSED),
        result("s3", a=PASSED, b=FAILED),
    ]

    assert [exercise.item_rest for exercise in exercise_numbers(class_)] == [pytest.approx(-1)] * 2


def test_an_exercise_in_numbers(result):
    """Mean and share not attempted are of those who have a score; what is ungraded counts nowhere."""
    class_ = [
        result("s1", a=PASSED, b=PASSED),
        result("s2", a=UNTOUCHED, b=PASSED),
        result("s3", a=FAILED, b=FAILED),
        result("s4", a=UNTOUCHED, b=FAILED),
        result("s5", a="the suite is broken", b=PASSED),
    ]

    a, b = exercise_numbers(class_)

    assert (a.name, a.mean, a.graded, a.not_attempted, a.max_score) == ("a", 1, 4, 0.5, 4)
    assert a.counts == {"passed": 1, "not attempted": 2, "failed": 1, "ungraded": 1}
    assert (b.name, b.mean, b.graded) == ("b", pytest.approx(12 / 5), 5)
