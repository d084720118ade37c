"""Hidden suite of `precision_recall_curve`."""
# convnet-canary-7f3a

import warnings

import sklearn.metrics
import torch

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

LOOK_AT = "positive are all scores of the threshold or more; sort, and count positives and all from the top"
Curve = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def _case(
    count: int, *, dtype: torch.dtype = torch.float64, positives: float = 0.4
) -> tuple[torch.Tensor, ...]:
    """Distinct scores in no order; the lowest is a positive, the highest a negative, both occur between."""
    order = random(count).argsort()
    scores = (order.double() + 0.1 + 0.8 * random(count)) / count  # one to an interval: never equal
    labels = (random(count) < positives).long()
    labels[order == 0], labels[order == count - 1] = 1, 0
    return scores.to(dtype), labels


def _expected(scores: torch.Tensor, labels: torch.Tensor) -> Curve:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says so when nothing is positive
        found = sklearn.metrics.precision_recall_curve(labels.numpy(), scores.double().numpy())
    precision, recall, thresholds = (torch.from_numpy(values.copy()).double() for values in found)
    return precision, recall, thresholds


def _three(actual: object) -> Curve:
    """Precision, recall and thresholds in float64, whichever dtype they have: one mistake costs once."""
    look_at = "return precision, recall, thresholds"
    whole = isinstance(actual, tuple | list) and len(actual) == 3
    expect_true(whole, says="the output does not consist of three tensors", look_at=look_at)
    values = [expect_tensor(v, finite=False, look_at=look_at).real.double() for v in actual]  # type: ignore[attr-defined]
    flat = all(v.dim() == 1 for v in values)
    expect_true(flat, says="precision, recall and thresholds have not one axis each", look_at=look_at)
    return values[0], values[1], values[2]


def _points(actual: object) -> Curve:
    """The points that have thresholds, by ascending ones: order and end are other tests' questions."""
    precision, recall, thresholds = _three(actual)
    many = len(thresholds)
    long = len(precision) >= many and len(recall) >= many
    look_at = "one precision and one recall for each threshold, and one of each at the end"
    expect_true(long, says="there are more thresholds than precisions or recalls", look_at=look_at)
    descending = many > 1 and bool(thresholds[0] > thresholds[-1])
    if descending:
        first = precision[0] == 1 and recall[0] == 0 and len(precision) == many + 1
        start = 1 if first and not (precision[-1] == 1 and recall[-1] == 0) else 0
        precision, recall = precision[start : start + many].flip(0), recall[start : start + many].flip(0)
        thresholds = thresholds.flip(0)
    return precision[:many], recall[:many], thresholds


def _expect_points(
    actual: object, case: tuple[torch.Tensor, ...], *, says: str = "", look_at: str = LOOK_AT
) -> None:
    precision, recall, thresholds = _points(actual)
    due_precision, due_recall, due_thresholds = _expected(*case)
    says = says or "the curve of ordinary scores is off already:"
    pairs = (
        ("thresholds", thresholds, due_thresholds),
        ("precision", precision, due_precision[:-1]),
        ("recall", recall, due_recall[:-1]),
    )
    for name, values, due in pairs:
        words = f"{says} {name}"
        many = values.shape == due.shape
        expect_true(many, says=f"{words} (not one entry for each distinct score)", look_at=look_at)
        expect_close(values, due, says=words, look_at=look_at, rtol=1e-5, atol=1e-6)


@worth(2)
@parametrize("count", [8, 25, 60, 300])
def test_thresholds(student, count):
    """Has every score as a threshold, where all of them differ."""
    case = _case(count, dtype=torch.float32)
    _, _, thresholds = _points(student.precision_recall_curve(*case))

    due, look_at = _expected(*case)[2], "each distinct score is a threshold, of negatives too; no others are"
    many = thresholds.shape == due.shape
    says = "there is not one threshold for each score, although all of them differ"
    expect_true(many, says=says, look_at=look_at)
    expect_close(
        thresholds, due, says="the thresholds are not the scores", look_at=look_at, rtol=1e-6, atol=0.0
    )


@worth(3)
@parametrize("count", [8, 25, 60, 300])
def test_precision(student, count):
    """Gives the share of positives among what scores at least each threshold."""
    case = _case(count, dtype=torch.float32)
    precision, _, _ = _points(student.precision_recall_curve(*case))

    due = _expected(*case)[0][:-1]
    many = precision.shape == due.shape
    expect_true(many, says="there is not one precision for each distinct score", look_at=LOOK_AT)
    expect_close(precision, due, says="the precision is off", look_at=LOOK_AT, rtol=1e-5, atol=1e-6)


@worth(3)
@parametrize("count", [8, 25, 60, 300])
def test_recall(student, count):
    """Gives the share of the positives that score at least each threshold."""
    case = _case(count, dtype=torch.float32)
    _, recall, _ = _points(student.precision_recall_curve(*case))

    due = _expected(*case)[1][:-1]
    many = recall.shape == due.shape
    expect_true(many, says="there is not one recall for each distinct score", look_at=LOOK_AT)
    expect_close(recall, due, says="the recall is off", look_at=LOOK_AT, rtol=1e-5, atol=1e-6)


@worth(1)
@parametrize("lowest", [0.0, -0.5, -3.0])
def test_scores_of_any_sign(student, lowest):
    """Takes scores of exactly 0, which are thresholds like all others, and scores below 0."""
    scores, labels = _case(9)
    _expect_points(student.precision_recall_curve(scores, labels), (scores, labels))

    case = scores - scores.min() + lowest, labels
    look_at = (
        "what tells distinct scores apart must not depend on their values: unique(), or sort and compare"
    )
    _expect_points(
        student.precision_recall_curve(*case),
        case,
        says="the curve is off for scores of 0, or below 0:",
        look_at=look_at,
    )


@worth(1)
@parametrize("count", [5, 40])
def test_thresholds_ascend(student, count):
    """Goes from the smallest threshold to the largest, and precision and recall with it."""
    case = _case(count)
    actual = student.precision_recall_curve(*case)
    _expect_points(actual, case)

    _, _, thresholds = _three(actual)
    says = "the thresholds do not ascend"
    look_at = "recall falls along the curve, as in scikit-learn: the smallest threshold comes first"
    expect_true(bool((thresholds.diff() > 0).all()), says=says, look_at=look_at)


@worth(2)
@parametrize("count", [5, 40])
def test_end_of_the_curve(student, count):
    """Ends with precision 1 and recall 0, which have no threshold."""
    case = _case(count)
    actual = student.precision_recall_curve(*case)
    _expect_points(actual, case)
    precision, recall, thresholds = _three(actual)

    look_at = "one more precision, 1, and one more recall, 0, after those of the largest threshold"
    for name, values in (("precision", precision), ("recall", recall)):
        many = len(values) == len(thresholds) + 1
        says = f"{name} has {len(values) - len(thresholds)} entries more than the thresholds, not one"
        expect_true(many, says=says, look_at=look_at)
    descending = bool(thresholds[0] > thresholds[-1])  # another test's question
    end = 0 if descending and precision[0] == 1 and recall[0] == 0 else -1
    right = precision[end] == 1 and recall[end] == 0
    says = "the curve does not end with precision 1 and recall 0"
    expect_true(bool(right), says=says, look_at=look_at)


@worth(3)
@parametrize("count, distinct", [(30, 5), (60, 12), (12, 2), (9, 1), (200, 20)])
def test_ties(student, count, distinct):
    """Takes equal scores together: they are one threshold, and positive or negative at the same time."""
    ordinary = _case(12)
    _expect_points(student.precision_recall_curve(*ordinary), ordinary)
    values = _case(distinct + 2)[0][:distinct]
    scores = values[integers(0, distinct, count)]
    scores[:distinct] = values
    labels = (random(count) < 0.5).long()
    lowest, highest = scores.argmin(), scores.argmax()
    labels[lowest], labels[highest] = 1, 0
    if distinct == 1:
        labels[:2] = torch.tensor([0, 1])

    _expect_points(
        student.precision_recall_curve(scores, labels),
        (scores, labels),
        says="the curve is off where scores are equal:",
        look_at="count up to the last of several equal scores, whatever their labels and their order",
    )


@worth(1)
def test_all_negatives_below(student):
    """Goes on to the smallest score, also where all positives are found before."""
    ordinary = _case(12)
    _expect_points(student.precision_recall_curve(*ordinary), ordinary)
    scores, _ = _case(20)
    labels = (scores > scores.median()).long()

    _expect_points(
        student.precision_recall_curve(scores, labels),
        (scores, labels),
        says="the curve is off where negatives score below all positives:",
        look_at="the thresholds go down to the smallest score, although recall is 1 before",
    )


@worth(2)
@parametrize("count", [1, 6])
def test_nothing_is_positive(student, count):
    """Gives recall 1 and precision 0 at each threshold where nothing is positive, and never NaN."""
    ordinary = _case(12)
    _expect_points(student.precision_recall_curve(*ordinary), ordinary)
    scores, labels = _case(count + 2)[0][:count], torch.zeros(count, dtype=torch.int64)

    look_at = "0 of 0 positives would be NaN: recall is 1 there, by convention"
    with expect_nothing_raised(says="all labels may be 0", look_at=look_at):
        actual = student.precision_recall_curve(scores, labels)
    says = "the curve is off where nothing is positive:"
    _expect_points(actual, (scores, labels), says=says, look_at=look_at)
    usual, recall = _three(student.precision_recall_curve(*ordinary))[1], _three(actual)[1]
    if usual[-1] == 0 and len(recall) == count + 1:  # else the end is another test's question
        says = "the curve does not end with recall 0 where nothing is positive"
        expect_true(bool(recall[-1] == 0), says=says, look_at="the last recall is 0, as everywhere")


@worth(1)
def test_one_positive(student):
    """Takes a single positive: recall is 1 down from its score, and 0 above."""
    ordinary = _case(12)
    _expect_points(student.precision_recall_curve(*ordinary), ordinary)
    scores, _ = _case(9)
    labels = (scores == scores.median()).long()

    look_at = "recall is 1 everywhere only where nothing is positive"
    says = "the curve is off where one sample is positive:"
    _expect_points(
        student.precision_recall_curve(scores, labels), (scores, labels), says=says, look_at=look_at
    )


@worth(1)
@parametrize("count", [1, 6])
def test_everything_is_positive(student, count):
    """Gives precision 1 at each threshold where everything is positive, for a single score too."""
    scores, labels = _case(count + 2)[0][:count], torch.ones(count, dtype=torch.int64)

    says = "the curve is off where everything is positive:"
    _expect_points(student.precision_recall_curve(scores, labels), (scores, labels), says=says)


@worth(1)
@parametrize("scale", [1e-4, 50.0])
def test_scores_of_any_size(student, scale):
    """Takes any scores, logits too: below 0, above 1, or close to each other."""
    ordinary = _case(12)
    _expect_points(student.precision_recall_curve(*ordinary), ordinary)
    scores, labels = _case(40)
    case = (scale * (scores - 0.5), labels)

    _expect_points(
        student.precision_recall_curve(*case),
        case,
        says="the curve is off for scores that are no probabilities:",
        look_at="the scores themselves are the thresholds: no grid, no rounding, no limits",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype(student, dtype):
    """Gives thresholds of the scores' dtype, exactly as they are, and floating precision and recall."""
    case = _case(20, dtype=dtype)
    actual = student.precision_recall_curve(*case)
    _expect_points(actual, case)

    precision, recall, thresholds = actual
    expect_tensor(thresholds, dtype=dtype, look_at="the thresholds are scores: keep their dtype")
    exact = torch.equal(_points(actual)[2], case[0].double().sort().values)
    expect_true(exact, says="the thresholds have lost digits", look_at="do not convert the scores")
    for values in (precision, recall):
        floating = values.is_floating_point()
        expect_true(floating, says="precision or recall is not floating", look_at="/, not //")


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices, and leaves scores and labels as they were."""
    ordinary = _case(12)
    _expect_points(student.precision_recall_curve(*ordinary), ordinary)
    scores, labels = _case(24)
    wide = normal(12, 3)
    wide[:, 1] = scores[:12]

    for case in ((scores[::2], labels[::2]), (wide[:, 1], labels[12:])):
        case[1][0] = 1
        says = "slices of larger tensors are misread:"
        _expect_points(student.precision_recall_curve(*case), case, says=says)
        expect_unchanged_arguments(student, "precision_recall_curve", *case)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    case = _case(15, dtype=dtype)
    _expect_points(student.precision_recall_curve(*case), case)

    expect_parity(student, "precision_recall_curve", *case)
