"""Hidden suite of `class_weights`."""
# convnet-canary-7f3a

from collections import Counter

import torch

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    worth,
)

LOOK_AT = "a class that occurs twice as often weighs half as much"


def _labels(counts: list[int]) -> torch.Tensor:
    """So many labels of each class, shuffled."""
    labels = torch.arange(len(counts)).repeat_interleave(torch.tensor(counts))
    return labels[integers(0, 2**40, len(labels)).argsort()]


def _weights(actual: object, num_classes: int, *, finite: bool = True) -> torch.Tensor:
    """The weights in float64, whichever dtype they have: one mistake costs once."""
    look_at = "one weight for each of num_classes classes"
    return expect_tensor(actual, shape=(num_classes,), finite=finite, look_at=look_at).real.double()


def _expect_ratios(actual: object, labels: torch.Tensor, num_classes: int, *, says: str = "") -> None:
    """Weight times count is the same for every class that occurs: the scale is another test's question."""
    weights, counts = _weights(actual, num_classes, finite=False), Counter(labels.tolist())
    shares = torch.stack([weights[k] * count for k, count in sorted(counts.items())])
    same = bool((shares > 0).all()) and bool(((shares / shares[0] - 1).abs() < 1e-4).all())
    says = says or "the weights of ordinary labels are not inversely proportional to the counts already"
    expect_true(same, says=says, look_at=LOOK_AT)


def _mean_over_samples(actual: object, labels: torch.Tensor, num_classes: int) -> float:
    weights = _weights(actual, num_classes, finite=False)
    return sum(weights[label].item() for label in labels.tolist()) / len(labels)


@worth(3)
@parametrize("counts", [[30, 3], [5, 20, 80], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [7, 7, 1], [1, 300]])
def test_inverse_frequency(student, counts):
    """Weighs each class inversely to how often it occurs."""
    labels = _labels(counts)

    says = "the weights are not inversely proportional to how often the classes occur"
    _expect_ratios(student.class_weights(labels, len(counts)), labels, len(counts), says=says)


@worth(2)
@parametrize("counts", [[30, 3], [5, 20, 80], [9, 1, 1, 4], [6, 6], [1, 300]])
def test_averages_one(student, counts):
    """Averages 1 over the samples."""
    labels = _labels(counts)
    actual = student.class_weights(labels, len(counts))
    _expect_ratios(actual, labels, len(counts))

    mean = _mean_over_samples(actual, labels, len(counts))
    expect_true(
        abs(mean - 1) < 1e-4,
        says="the weights of all samples do not average 1",
        look_at="weights[labels].mean() is to be 1: the mean over samples, not over classes",
        staff=f"mean {mean}",
    )


@worth(2)
@parametrize("counts", [[0, 5, 2], [4, 0, 0, 1], [6, 2, 0], [0, 3, 0], [0, 0, 0, 0, 2, 7, 0]])
def test_absent_classes_weigh_0(student, counts):
    """Gives 0, and neither infinity nor NaN, to a class that does not occur, at either end too."""
    plain = _labels([9, 2])
    _expect_ratios(student.class_weights(plain, 2), plain, 2)
    labels = _labels(counts)

    look_at = "num_classes weights; 1 / 0 is infinite, so choose 0 where the count is 0"
    with expect_nothing_raised(says="a class may be without samples", look_at=look_at):
        actual = student.class_weights(labels, len(counts))
    weights = _weights(actual, len(counts), finite=False)
    zeros = bool((weights[torch.tensor(counts) == 0] == 0).all())
    says = "the weight of a class that does not occur is not 0"
    expect_true(zeros, says=says, look_at=look_at)
    _expect_ratios(
        actual, labels, len(counts), says="the weights are off next to a class that does not occur"
    )


@worth(2)
@parametrize("counts", [[0, 5, 2], [4, 0, 0, 1], [6, 2, 0], [0, 3, 0], [0, 0, 0, 0, 2, 7, 0]])
def test_averages_one_next_to_absent_classes(student, counts):
    """Averages 1 over the samples, also where some classes do not occur."""
    plain = _labels([9, 2])
    _expect_ratios(student.class_weights(plain, 2), plain, 2)
    labels = _labels(counts)
    mean = _mean_over_samples(student.class_weights(labels, len(counts)), labels, len(counts))

    expect_true(
        abs(mean - 1) < 1e-4,
        says="the weights of all samples do not average 1 when some classes do not occur",
        look_at="how many classes share the samples? Those that occur, not num_classes",
        staff=f"mean {mean}",
    )


@worth(1)
@parametrize("counts", [[1], [12], [1, 1], [0, 1]])
def test_few_samples(student, counts):
    """Takes a single class and a single sample: everybody weighs 1."""
    labels = _labels(counts)
    weights = _weights(student.class_weights(labels, len(counts)), len(counts), finite=False)

    present = torch.tensor(counts) > 0
    expect_close(
        weights[present],
        torch.ones(int(present.sum()), dtype=torch.float64),
        says="the weights are off for a single class, or one sample of each",
        look_at="equally many of each: everybody weighs 1, and (K,) keeps its axis",
        rtol=1e-4,
    )


@worth(1)
def test_large_counts(student):
    """Counts tens of thousands of samples of a class."""
    counts = [40_000, 300, 7]
    labels = _labels(counts)

    says = "the weights are off for tens of thousands of samples"
    _expect_ratios(student.class_weights(labels, 3), labels, 3, says=says)


@worth(1)
@parametrize("counts", [[9, 3], [8, 0, 4]])
def test_dtype(student, counts):
    """Gives weights of the default floating dtype, for labels of integers."""
    labels = _labels(counts)
    actual = student.class_weights(labels, len(counts))
    _expect_ratios(actual, labels, len(counts))

    look_at = "weights of whole labels are floating, of the default dtype: true division of counts gives it"
    expect_tensor(actual, dtype=torch.float32, finite=False, look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices, and leaves the labels as they were."""
    plain = _labels([9, 2])
    _expect_ratios(student.class_weights(plain, 2), plain, 2)

    for labels in (_labels([20, 9, 5])[::2], integers(0, 3, 20, 3)[:, 1]):
        says = "a slice of a larger tensor is misread"
        _expect_ratios(student.class_weights(labels, 3), labels, 3, says=says)
        expect_unchanged_arguments(student, "class_weights", labels, 3)


@worth(1)
@parametrize("counts", [[20, 3, 9], [8, 0, 4]])
def test_device_parity(student, counts):
    """Gives the same on an accelerator, and stays there."""
    plain = _labels([9, 2])
    _expect_ratios(student.class_weights(plain, 2), plain, 2)

    expect_parity(student, "class_weights", _labels(counts), len(counts))
