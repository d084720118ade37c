"""Hidden suite of `choose_strategy`."""
# convnet-canary-7f3a

from typing import Any

from autograder.testing import expect_equal, expect_raises, expect_true, gate, integers, parametrize, worth

STRATEGIES = ("features", "fine-tune top", "fine-tune all", "from scratch")


def _expect(student: Any, numbers: list[int], similar: bool, expected: str, *, says: str) -> None:
    for number in numbers:
        expect_equal(
            student.choose_strategy(number, similar),
            expected,
            says=says,
            look_at="the table has two rows, by the number of labels, and two columns, by similarity",
        )


@gate
@worth(0)
@parametrize("similar", [True, False])
@parametrize("few", [True, False])
def test_one_of_four(student, few, similar):
    """Answers with one of the four strategies, spelled as in the docstring."""
    strategy = student.choose_strategy(60 if few else 60_000, similar)

    expect_true(
        type(strategy) is str and strategy in STRATEGIES,
        says="the answer is none of the four strategies",
        look_at="return one of the four strings, to the letter",
    )


@worth(1)
def test_few_and_similar(student):
    """Knows what to do with few labels and similar images."""
    numbers = integers(10, 900, 6).tolist()
    _expect(student, numbers, True, "features", says="few labels, similar images: another strategy is due")


@worth(1)
def test_few_and_different(student):
    """Knows what to do with few labels and different images."""
    numbers = integers(10, 900, 6).tolist()
    says = "few labels, different images: another strategy is due"
    _expect(student, numbers, False, "fine-tune top", says=says)


@worth(1)
def test_many_and_similar(student):
    """Knows what to do with many labels and similar images."""
    numbers = integers(1100, 1_000_000, 6).tolist()
    _expect(student, numbers, True, "fine-tune all", says="many labels, similar images: another is due")


@worth(1)
def test_many_and_different(student):
    """Knows what to do with many labels and different images."""
    numbers = integers(1100, 1_000_000, 6).tolist()
    _expect(student, numbers, False, "from scratch", says="many labels, different images: another is due")


@worth(2)
@parametrize("similar", [True, False])
def test_boundary(student, similar):
    """Counts 999 labels as few, and 1000 as many."""
    few, many = (student.choose_strategy(number, similar) for number in (30, 30_000))
    says = "few and many labels get the same answer"
    expect_true(type(few) is str and type(many) is str and few != many, says=says)

    look_at = "below 1000 is num_labels < 1000"
    for number, same_as in ((998, few), (999, few), (1000, many), (1001, many)):
        answer = student.choose_strategy(number, similar)
        expect_equal(answer, same_as, says="the boundary is not between 999 and 1000", look_at=look_at)


@worth(1)
@parametrize("similar", [True, False])
def test_no_labels(student, similar):
    """Takes no label at all for few."""
    expect_equal(
        student.choose_strategy(0, similar),
        student.choose_strategy(30, similar),
        says="0 labels are not treated as few",
        look_at="0 is not negative",
    )


@worth(2)
@parametrize("number", [-1, -1000])
@parametrize("similar", [True, False])
def test_negative_raises(student, number, similar):
    """Raises ValueError for a negative number of labels."""
    student.choose_strategy(5, similar)

    with expect_raises(ValueError, says="a negative number of labels", look_at="check it first"):
        student.choose_strategy(number, similar)
