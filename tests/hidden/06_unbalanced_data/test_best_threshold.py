"""Hidden suite of `best_threshold`."""
# convnet-canary-7f3a

import inspect
from typing import Any

import torch

from autograder.testing import (
    expect_close,
    expect_equal,
    expect_nothing_raised,
    expect_number,
    expect_true,
    normal,
    parametrize,
    random,
    worth,
)

LOOK_AT = "try each distinct score as a threshold, and keep the first that is better than all before"


def _metric(kind, predictions, labels):
    """Metrics by name; the source is sent to the student's process."""
    hits = int(((predictions == 1) & (labels == 1)).sum())
    wrong = int(((predictions == 1) & (labels == 0)).sum())
    missed = int(((predictions == 0) & (labels == 1)).sum())
    if kind == "F1":
        return 2 * hits / max(2 * hits + wrong + missed, 1)
    if kind == "accuracy":
        return 1 - (wrong + missed) / len(labels)
    if kind == "cost":  # below 0, and a miss costs as much as five false alarms
        return -(5.0 * missed + wrong)
    if kind == "precision":
        return hits / max(hits + wrong, 1)
    if kind == "zero":
        return 0.0
    if kind == "constant":
        return 0.25
    if kind == "hit":  # the same for many thresholds
        return float(hits > 0)
    return float(len(labels) - int(predictions.sum()))  # how many are negative


METRIC = inspect.getsource(_metric)


def _case(count: int, *, dtype: torch.dtype = torch.float64) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores in no order, some equal, that tell positives from negatives only in part."""
    labels = (random(count) < 0.4).long()
    labels[:2] = torch.tensor([0, 1])[:count]
    scores = normal(count) + 1.5 * labels
    scores[count // 2 :: 5] = scores[0]
    return scores.to(dtype), labels


def _expected(scores: torch.Tensor, labels: torch.Tensor, kind: str) -> tuple[float, float]:
    thresholds = sorted(set(scores.tolist()))
    values = [float(_metric(kind, (scores >= t).long(), labels)) for t in thresholds]
    best = values.index(max(values))
    return thresholds[best], values[best]


def _has_a_clear_best(scores: torch.Tensor, labels: torch.Tensor, kind: str) -> bool:
    """Whether one threshold alone is best, neither the smallest nor the largest."""
    thresholds = sorted(set(scores.tolist()))
    values = [float(_metric(kind, (scores >= t).long(), labels)) for t in thresholds]
    return values.count(max(values)) == 1 and max(values) not in (values[0], values[-1])


def _clear_case(
    count: int, kind: str, *, dtype: torch.dtype = torch.float64
) -> tuple[torch.Tensor, torch.Tensor]:
    while True:
        case = _case(count, dtype=dtype)
        if _has_a_clear_best(*case, kind):
            return case


def _number(actual: object) -> object:
    """The number in a tensor: whether it is a Python float is one test's question."""
    if type(actual) is torch.Tensor and actual.numel() == 1:
        return actual.real.double().reshape(()).item()
    return actual.item() if hasattr(actual, "item") and getattr(actual, "size", 0) == 1 else actual


def _pair(actual: object) -> tuple[object, object]:
    look_at = "return threshold, value"
    whole = isinstance(actual, tuple | list) and len(actual) == 2
    expect_true(whole, says="the output is not a pair of two numbers", look_at=look_at)
    return actual[0], actual[1]  # type: ignore[index]  # two of them, checked above


def _expect_best(
    student: Any,
    scores: torch.Tensor,
    labels: torch.Tensor,
    kind: str,
    *,
    says: str = "",
    look_at: str = LOOK_AT,
) -> None:
    threshold, value = _pair(student.run(_best, METRIC, kind, scores, labels))
    due_threshold, due_value = _expected(scores, labels, kind)
    says = says or "for ordinary scores already,"
    wrong = f"{says} the threshold is not the best one"
    expect_number(_number(threshold), due_threshold, tolerance=1e-9, says=wrong, look_at=look_at)
    wrong = f"{says} the value is not the metric at the threshold"
    expect_number(_number(value), due_value, tolerance=1e-5, says=wrong, look_at=look_at)


def _expect_ordinary(student: Any) -> None:
    _expect_best(student, *_clear_case(30, "F1"), "F1")


@worth(4)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("count", [12, 40])
@parametrize("kind", ["F1", "accuracy"])
def test_best(student, kind, count, dtype):
    """Finds the score at which the metric is largest, and the metric there."""
    scores, labels = _clear_case(count, kind, dtype=dtype)

    _expect_best(
        student,
        scores,
        labels,
        kind,
        says=f"for {kind}",
        look_at="predictions are 1 where scores >= threshold: the threshold itself is one of the scores",
    )


@worth(1)
@parametrize("count", [150, 400])
def test_many_scores(student, count):
    """Tries every distinct score, also where there are hundreds."""
    _expect_ordinary(student)
    scores, labels = _clear_case(count, "F1")

    look_at = "try all of the distinct scores, and not a selection of them"
    _expect_best(student, scores, labels, "F1", says="among hundreds of scores,", look_at=look_at)


@worth(2)
@parametrize("kind", ["constant", "hit"])
def test_smallest_of_several(student, kind):
    """Gives the smallest threshold of several at which the metric is equally large."""
    _expect_ordinary(student)
    for _ in range(3):
        scores, labels = _case(20)
        _expect_best(
            student,
            scores,
            labels,
            kind,
            says="where several thresholds are equally good,",
            look_at="from small to large, replace the best only by what is better; ties go to the smallest",
        )


@worth(2)
@parametrize("always_0", [False, True])
def test_values_not_above_0(student, always_0):
    """Takes metrics that are never above 0, such as a negative cost."""
    _expect_ordinary(student)
    look_at = "begin with the first threshold, or with −inf, and not with a best value of 0"
    says = "for a metric that is never above 0,"
    with expect_nothing_raised(says="a metric may be 0 or negative everywhere", look_at=look_at):
        if not always_0:
            _expect_best(student, *_clear_case(25, "cost"), "cost", says=says, look_at=look_at)
            return
        scores, labels = _case(25)
        threshold, value = _pair(student.run(_best, METRIC, "zero", scores, labels))
    one = expect_number(_number(threshold), says=f"{says} there is no threshold", look_at=look_at)
    # Which of them is another test's question.
    some = bool(((scores - one).abs() < 1e-9).any())
    expect_true(some, says=f"{says} the threshold is none of the scores", look_at=look_at)
    expect_number(_number(value), 0.0, says=f"{says} the value is not the metric", look_at=look_at)


@worth(1)
@parametrize("kind", ["negatives", "accuracy", "precision"])
def test_scores_are_the_only_thresholds(student, kind):
    """Tries the distinct scores, the largest and the smallest included, and nothing beyond them."""
    _expect_ordinary(student)
    scores, labels = _case(25)
    if kind == "accuracy":  # as few positives as possible are best
        labels = torch.zeros(25, dtype=torch.int64)
    if kind == "precision":  # the largest score alone is positive
        labels = (scores == scores.max()).long()

    _expect_best(
        student,
        scores,
        labels,
        kind,
        says="where as few as possible should be positive,",
        look_at="at least the largest score is positive: no threshold above it, and no grid",
    )
    scores, labels = _case(25)[0], torch.ones(25, dtype=torch.int64)
    says = "where everything is positive,"
    look_at = "the smallest score is a threshold too: it makes everything positive"
    _expect_best(student, scores, labels, "accuracy", says=says, look_at=look_at)


@worth(1)
@parametrize("scale, shift", [(1e-3, 0.5), (40.0, 0.0), (1.0, -30.0)])
def test_scores_of_any_size(student, scale, shift):
    """Takes any scores, logits too: all below 0, far above 1, or close to each other."""
    _expect_ordinary(student)
    scores, labels = _clear_case(30, "F1")

    _expect_best(
        student,
        scale * scores + shift,
        labels,
        "F1",
        says="for scores that are no probabilities,",
        look_at="the thresholds are the scores themselves: no grid between 0 and 1, and no rounding",
    )


@worth(1)
@parametrize("count", [1, 5])
def test_one_distinct_score(student, count):
    """Takes a single score, and scores that are all equal."""
    _expect_ordinary(student)
    scores, labels = normal(1).repeat(count), torch.ones(count, dtype=torch.int64)

    look_at = "one distinct score is one threshold"
    with expect_nothing_raised(says="there may be a single distinct score", look_at=look_at):
        _expect_best(student, scores, labels, "F1", says="for one distinct score,", look_at=look_at)


@worth(2)
def test_what_the_metric_gets(student):
    """Calls metric(predictions, labels) with int64 predictions of shape (N,) and the labels as they are."""
    _expect_ordinary(student)
    scores, labels = _case(20, dtype=torch.float32)
    calls = student.run(_calls_of_the_metric, METRIC, "F1", scores, labels)
    some = type(calls) is list and len(calls) > 0 and all(type(c) is tuple and len(c) == 4 for c in calls)
    look_at = "metric((scores >= threshold).long(), labels)"
    expect_true(some, says="the metric is not called with predictions and labels", look_at=look_at)

    for dtype, shape, values, same in calls:
        expect_true(dtype == "torch.int64", says="the predictions are not int64", look_at=look_at)
        expect_true(shape == [20], says="the predictions have not the shape (N,)", look_at=look_at)
        expect_true(values is True, says="the predictions are not 0 and 1", look_at=look_at)
        says = "the metric does not get the labels as its second argument"
        expect_true(same is True, says=says, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_python_floats(student, dtype):
    """Returns two Python floats."""
    scores, labels = _clear_case(20, "F1", dtype=dtype)
    _expect_best(student, scores, labels, "F1")
    pair = _pair(student.run(_best, METRIC, "F1", scores, labels))

    for name, number in zip(("threshold", "value"), pair, strict=True):
        kind = type(number).__name__
        says = f"the {name} is of type {kind}, not float"
        look_at = "float(…) or .item() makes one of a tensor with one entry"
        expect_true(type(number) is float, says=says, look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices, and leaves scores and labels as they were."""
    _expect_ordinary(student)
    pair = (torch.zeros(0), torch.zeros(0))
    while len(pair[0]) == 0 or not _has_a_clear_best(*pair, "F1"):
        scores, labels = _case(40)
        pair = (scores[::2], labels[1::2])

    _expect_best(student, *pair, "F1", says="for slices of larger tensors,")
    after = student.run(_arguments_after, METRIC, *pair)
    whole = type(after) is tuple and len(after) == 2
    expect_true(whole, says="best_threshold gave no proper answer")
    for name, value, before in zip(("scores", "labels"), after, pair, strict=True):
        says = f"best_threshold changed the {name} that it was given"
        expect_close(value, before.contiguous(), says=says, look_at="sort a copy", rtol=0.0, atol=0.0)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same for scores on an accelerator, and hands the metric tensors that live there."""
    scores, labels = _clear_case(20, "F1", dtype=dtype)
    _expect_best(student, scores, labels, "F1")

    look_at = "stay in torch, on the device of the scores: no NumPy, no .cpu() for what the metric gets"
    with expect_nothing_raised(says="scores and labels may live on an accelerator", look_at=look_at):
        answer = student.run(_best_on_accelerator, METRIC, scores, labels)
    whole = type(answer) is tuple and len(answer) == 2
    expect_true(whole, says="best_threshold gave no proper answer on an accelerator")
    pair, elsewhere = answer
    says = "the predictions that the metric gets have left the device of the scores"
    expect_equal(elsewhere, False, says=says, look_at=look_at)
    if pair is not None:
        on_cpu = _pair(student.run(_best, METRIC, "F1", scores, labels))
        for here, there in zip(on_cpu, _pair(pair), strict=True):
            due = expect_number(_number(here), says="there is no number on the CPU")
            says = "the result on an accelerator is another than on the CPU"
            expect_number(_number(there), due, tolerance=1e-5, says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _best(student, source, kind, scores, labels):
    names = {"torch": torch}
    exec(source, names)
    return student.best_threshold(scores, labels, lambda read, truth: names["_metric"](kind, read, truth))


def _calls_of_the_metric(student, source, kind, scores, labels):
    names, calls, given = {"torch": torch}, [], labels.clone()
    exec(source, names)

    def metric(*pair):
        if len(pair) != 2 or not all(isinstance(one, torch.Tensor) for one in pair):
            calls.append(("", [], False, False))
            return 0.0
        read, truth = pair
        zero_or_one = bool(((read == 0) | (read == 1)).all())
        same = truth.shape == given.shape and bool((truth == given).all())
        calls.append((str(read.dtype), list(read.shape), zero_or_one, same))
        return float(names["_metric"](kind, read, truth))

    student.best_threshold(scores, labels, metric)
    return calls


def _arguments_after(student, source, scores, labels):
    names = {"torch": torch}
    exec(source, names)
    student.best_threshold(scores, labels, lambda read, truth: names["_metric"]("F1", read, truth))
    return scores, labels


def _best_on_accelerator(student, source, scores, labels):
    from convlab import devices

    names, elsewhere = {"torch": torch}, []
    exec(source, names)
    with devices.accelerator() as device:
        if device.type == "meta":  # without values there is no best
            return None, False
        scores, labels = devices.move((scores, labels), device)

        def metric(read, truth):
            elsewhere.append(devices.any_elsewhere((read, truth), device))
            return float(names["_metric"]("F1", read.cpu(), truth.cpu()))

        result = student.best_threshold(scores, labels, metric)
        return devices.move(result, "cpu"), any(elsewhere)
