"""Hidden suite of `confusion_matrix`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    expect_vectorised,
    integers,
    parametrize,
    random,
    worth,
)

LOOK_AT = "each sample adds 1 to the one cell of its label and its prediction"


def _readings(
    count: int, num_classes: int, *, truths: list[int] | None = None, reads: list[int] | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Predictions and labels, about half of them equal; only some classes where they are given."""
    truth = torch.tensor(truths or list(range(num_classes)))
    read = torch.tensor(reads or list(range(num_classes)))
    labels = truth[integers(0, len(truth), count)]
    predictions = read[integers(0, len(read), count)]
    if reads is None:
        predictions = torch.where(random(count) < 0.5, labels, predictions)
    return predictions, labels


def _expected(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """One sample after the other."""
    matrix = [[0] * num_classes for _ in range(num_classes)]
    for read, truth in zip(predictions.tolist(), labels.tolist(), strict=True):
        matrix[truth][read] += 1
    return torch.tensor(matrix, dtype=torch.float64)


def _counts(actual: object, num_classes: int) -> torch.Tensor:
    """The counts in float64, whichever dtype they have: one mistake costs once."""
    look_at = "a row and a column for each of num_classes classes"
    return expect_tensor(actual, shape=(num_classes, num_classes), look_at=look_at).real.double()


def _expect_counts(
    actual: object,
    predictions: torch.Tensor,
    labels: torch.Tensor,
    num_classes: int,
    *,
    says: str = "",
    look_at: str = LOOK_AT,
) -> None:
    """Ask for the counts, rows the truth or columns: which of both is one test's question."""
    expected, values = _expected(predictions, labels, num_classes), _counts(actual, num_classes)
    same = torch.equal(values, expected) or torch.equal(values, expected.T)
    says = says or "the counts are off for ordinary readings already"
    expect_true(same, says=says, look_at=look_at)


@worth(4)
@parametrize("count, num_classes", [(40, 3), (25, 2), (200, 10), (9, 5), (60, 4)])
def test_counts(student, count, num_classes):
    """Counts every pair of a label and a prediction."""
    predictions, labels = _readings(count, num_classes)

    _expect_counts(
        student.confusion_matrix(predictions, labels, num_classes),
        predictions,
        labels,
        num_classes,
        says="the counts are off",
    )


@worth(3)
@parametrize("num_classes", [2, 5])
def test_rows_are_the_truth(student, num_classes):
    """Has a row for each true class, and a column for each class that was read."""
    labels = torch.arange(num_classes).repeat(6)
    predictions = torch.where(random(6 * num_classes) < 0.6, (labels + 1) % num_classes, labels)
    predictions[labels == 0] = 0  # so that no symmetric matrix comes out
    actual = student.confusion_matrix(predictions, labels, num_classes)
    _expect_counts(actual, predictions, labels, num_classes)

    expect_true(
        torch.equal(_counts(actual, num_classes), _expected(predictions, labels, num_classes)),
        says="rows and columns have changed places",
        look_at="matrix[label, prediction]: predictions come first among the arguments, labels in the matrix",
    )


@worth(2)
@parametrize(
    "truths, reads",
    [([0, 1, 2], [0, 1, 2]), ([3, 5], [3, 4]), ([0, 1, 4], [6]), ([6], [0]), ([2], [2]), ([0], [0, 1])],
)
def test_empty_classes(student, truths, reads):
    """Keeps rows and columns of zeros for classes that do not occur, at either end too."""
    plain = _readings(30, 4)
    _expect_counts(student.confusion_matrix(*plain, 4), *plain, 4)
    predictions, labels = _readings(20, 7, truths=truths, reads=reads)

    look_at = "there are num_classes rows and columns; some of them may hold zeros only"
    with expect_nothing_raised(says="a class may be without labels or predictions", look_at=look_at):
        actual = student.confusion_matrix(predictions, labels, 7)
    says = "the counts are off where some classes do not occur"
    _expect_counts(actual, predictions, labels, 7, says=says, look_at=look_at)


@worth(1)
@parametrize("count, num_classes", [(1, 4), (1, 1), (5, 1)])
def test_one_sample_or_class(student, count, num_classes):
    """Gives (K, K), also for a single sample and a single class."""
    predictions, labels = _readings(count, num_classes)

    _expect_counts(
        student.confusion_matrix(predictions, labels, num_classes),
        predictions,
        labels,
        num_classes,
        says="the counts are off for a single sample or class",
        look_at="squeeze() drops every axis of length 1",
    )


@worth(1)
@parametrize("count, num_classes", [(3000, 2), (40_000, 2), (20_000, 100)])
def test_large_numbers(student, count, num_classes):
    """Counts thousands of samples in a cell, and many classes."""
    predictions, labels = _readings(count, num_classes)

    _expect_counts(
        student.confusion_matrix(predictions, labels, num_classes),
        predictions,
        labels,
        num_classes,
        says="the counts are off for thousands of samples, or for many classes",
        look_at="int8 ends at 127, int16 at 32767: count in int64",
    )


@worth(2)
@parametrize("factor", [16, 64])
def test_vectorised(student, factor):
    """Runs no more torch operations for many samples than for few."""
    small, large = _readings(30, 4), _readings(30 * factor, 4)
    _expect_counts(student.confusion_matrix(*small, 4), *small, 4)

    expect_vectorised(student, "confusion_matrix", (*small, 4), (*large, 4))


@worth(1)
def test_int64(student):
    """Returns counts as int64, the dtype of its input."""
    readings = _readings(30, 4)
    actual = student.confusion_matrix(*readings, 4)
    _expect_counts(actual, *readings, 4)

    expect_tensor(actual, dtype=torch.int64, look_at="counts are whole numbers, as the labels are")


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices, and leaves predictions and labels as they were."""
    plain = _readings(30, 4)
    _expect_counts(student.confusion_matrix(*plain, 4), *plain, 4)
    predictions, labels = _readings(40, 4)
    wide = integers(0, 4, 20, 3)

    for pair in ((predictions[::2], labels[1::2]), (wide[:, 0], wide[:, 2])):
        says = "slices of larger tensors are misread"
        look_at = "view and as_strided need the memory in order"
        _expect_counts(student.confusion_matrix(*pair, 4), *pair, 4, says=says, look_at=look_at)
        expect_unchanged_arguments(student, "confusion_matrix", *pair, 4)


@worth(1)
@parametrize("count", [30, 1])
def test_device_parity(student, count):
    """Gives the same on an accelerator, and stays there."""
    readings = _readings(count, 4)
    _expect_counts(student.confusion_matrix(*readings, 4), *readings, 4)

    expect_parity(student, "confusion_matrix", *readings, 4)
