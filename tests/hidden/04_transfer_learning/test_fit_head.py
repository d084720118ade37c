"""Hidden suite of `fit_head`."""
# convnet-canary-7f3a

import functools
import math
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from torch import nn

from autograder.testing import (
    expect_at_least,
    expect_at_most,
    expect_close,
    expect_nothing_raised,
    expect_tensor,
    expect_true,
    gate,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

FEATURES, CLASSES = 12, 5
EPOCHS, RATE = 150, 0.1  # plain gradient descent arrives as well as momentum and Adam, in batches or not

Rows = tuple[torch.Tensor, torch.Tensor]


def _seed() -> int:
    return int(integers(0, 2**31))


@functools.cache
def _clouds(seed: int) -> tuple[Rows, Rows, float]:
    """Rows to learn from, held-out rows, and the share of these that logistic regression reads right.

    Classes overlap; like features behind a ReLU, no number is negative.
    """
    generator = torch.Generator().manual_seed(seed)
    centres = 0.9 * torch.randn(CLASSES, FEATURES, generator=generator)

    def draw(count: int) -> Rows:
        labels = torch.randint(0, CLASSES, (count,), generator=generator)
        labels[:CLASSES] = torch.arange(CLASSES)
        return (centres[labels] + torch.randn(count, FEATURES, generator=generator)).relu(), labels

    seen, unseen = draw(300), draw(1500)
    oracle = LogisticRegression(max_iter=2000).fit(*(values.numpy() for values in seen))
    return seen, unseen, float(oracle.score(*(values.numpy() for values in unseen)))


def _few(each: int, dtype: torch.dtype = torch.float32) -> Rows:
    """A few rows of each of three classes, far apart; sorted by class."""
    labels = torch.arange(3).repeat_interleave(each)
    return (3 * F.one_hot(labels, 6) + 0.3 * random(3 * each, 6)).to(dtype), labels


def _head(answer: object, shape: tuple[int, int]) -> Rows:
    """Weight and bias of the head that came back, safe to use; a bias of 0 where it has none."""
    look_at = "a weight of shape (num_classes, D), as nn.Linear(D, num_classes) has it"
    whole = type(answer) is list and len(answer) in (1, 2)
    expect_true(whole, says="the head has no weight", look_at="return an nn.Linear")
    weight = expect_tensor(answer[0], shape=shape, look_at=look_at)  # type: ignore[index]  # a list, checked above
    if len(answer) == 1:  # type: ignore[arg-type]
        return weight, weight.new_zeros(shape[0])
    return weight, expect_tensor(answer[1], shape=shape[:1], look_at=look_at)  # type: ignore[index]


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="fit_head gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _accuracy(head: Rows, rows: Rows) -> float:
    weight, bias = (values.double() for values in head)
    return float((F.linear(rows[0].double(), weight, bias).argmax(1) == rows[1]).double().mean())


@gate
@worth(0)
def test_is_linear(student):
    """Gives an nn.Linear."""
    expect_true(
        student.run(_is_linear, *_few(4)),
        says="fit_head does not return an nn.Linear",
        look_at="return the layer itself: not its weights, not an nn.Sequential",
    )


@worth(1)
@parametrize("count, features, classes", [(9, 6, 3), (7, 4, 6), (5, 3, 2), (1, 5, 2)])
def test_shape(student, count, features, classes):
    """The head has D inputs and num_classes outputs, also where a class has no label."""
    rows, labels = random(count, features, dtype=torch.float32), integers(0, 2, count)
    look_at = "num_classes is given: labels need not hold every class"
    with expect_nothing_raised(says="any number of rows and classes is to be taken", look_at=look_at):
        answer = student.run(_fitted, rows, labels, classes, 2, 0.01, _seed())
    _head(answer, (classes, features))


@worth(4)
def test_accuracy(student):
    """Reads held-out rows nearly as well as logistic regression does, over three sets of features."""
    gaps, losses = [], []
    for _ in range(3):
        seen, unseen, oracle = _clouds(_seed())
        answer = student.run(_fitted, *seen, CLASSES, EPOCHS, RATE, _seed())
        weight, bias = head = _head(answer, (CLASSES, FEATURES))
        gaps.append(oracle - _accuracy(head, unseen))
        losses.append(F.cross_entropy(F.linear(seen[0], weight.float(), bias.float()), seen[1]).item())

    expect_at_least(
        0.12 - sum(gaps) / len(gaps),
        0.0,
        says="the head reads held-out rows clearly worse than logistic regression does",
        look_at="cross-entropy of head(features) and labels; zero_grad, backward and step; in each epoch all "
        "rows, each with its own label",
    )
    # Gradients that add up from step to step swing the weights far out: a loss of 3 and more, where
    # Adam and momentum arrive at 0.5 and plain gradient descent at 0.8. A guess has log 5 = 1.6.
    expect_at_most(
        sum(losses) / len(losses),
        math.log(CLASSES),
        says="after training, the loss on the rows that it learned from is higher than that of a mere guess",
        look_at="zero_grad in each step: without it, the gradients of all earlier steps add up",
    )


@worth(1)
def test_every_row(student):
    """Learns from the last rows as from the first, also where a class comes late."""
    labels = torch.cat([integers(0, 2, 140), integers(0, 3, 57), torch.full((3,), 2)])
    rows = (3 * F.one_hot(labels, 6) + 0.3 * random(200, 6)).float()
    answer = student.run(_fitted, rows, labels, 3, 60, 0.1, _seed())
    late = torch.full((40,), 2)
    unseen = (3 * F.one_hot(late, 6) + 0.3 * random(40, 6)).float()
    expect_at_least(
        _accuracy(_head(answer, (3, 6)), (unseen, late)),
        0.9,
        says="a class whose rows come late is not learned",
        look_at="an epoch goes through all batches, not only the first",
    )


@worth(1)
def test_large_features(student):
    """Learns from features that are large numbers, from which first weights make large logits."""
    labels = torch.arange(20).repeat_interleave(3)
    rows, unseen = ((1000 * F.one_hot(labels, 20) + 20 * random(60, 20)).float() for _ in range(2))
    answer = student.run(_fitted, rows, labels, 20, 60, 0.1, _seed())
    expect_at_least(
        _accuracy(_head(answer, (20, 20)), (unseen, labels)),
        0.6,  # a loss that sees a softmax of the logits has no gradient there, and stays below 0.4
        says="where features are large numbers, hardly anything is learned",
        look_at="F.cross_entropy takes the logits as they are: no softmax before it",
    )


@worth(2)
@parametrize("each", [1, 3])
def test_few_rows(student, each):
    """Learns from a few rows, fewer than any batch would hold."""
    rows, labels = _few(each)
    answer = student.run(_fitted, rows, labels, 3, 60, 0.1, _seed())
    expect_at_least(
        _accuracy(_head(answer, (3, 6)), _few(40)),
        0.99,
        says="nothing is learned from a few rows that are far apart",
        look_at="a loss, backward and step for each batch; one that is not full counts, too",
    )


@worth(1)
@parametrize("setting", ["epochs", "lr"])
def test_settings_count(student, setting):
    """Both epochs and lr make a difference."""
    (rows, labels), seed = _few(8), _seed()
    settings = {"epochs": (3, 0.05, 30, 0.05), "lr": (10, 1e-4, 10, 0.05)}[setting]
    little, much = (
        _head(student.run(_fitted, rows, labels, 3, *pair, seed), (3, 6))[0]
        for pair in (settings[:2], settings[2:])
    )
    expect_true(
        bool((little - much).abs().max() > 1e-3),
        says=f"{setting} makes hardly any difference to the head",
        look_at="every epoch goes through all rows; lr belongs into the optimiser",
    )


@worth(1)
def test_training_goes_on(student):
    """Learns on for as many epochs as it is told: the loss on its own rows keeps falling."""
    (rows, labels), seed = _few(8), _seed()
    losses = []
    for epochs in (2, 20, 80):
        weight, bias = _head(student.run(_fitted, rows, labels, 3, epochs, 0.03, seed), (3, 6))
        losses.append(F.cross_entropy(F.linear(rows, weight, bias), labels).item())

    says = "ten times as many epochs do not lead to a lower loss on the rows themselves"
    look_at = "epochs is the number of passes over all rows"
    expect_true(losses[0] > losses[1] > losses[2], says=says, look_at=look_at, staff=str(losses))


@worth(2)
def test_generator(student):
    """The generator decides what is random: equal seeds give equal heads, the global state is left alone."""
    rows, labels = _few(30)
    *answers, untouched = _parts(student.run(_fitted_twice, rows, labels, _seed()), 3)
    one, same = (_head(answer, (3, 6)) for answer in answers)

    look_at = "first weights and order of the rows come from the generator; nn.Linear(…) alone draws globally"
    says = "the global random state changed in spite of a generator"
    expect_true(untouched, says=says, look_at=look_at)
    alike = all(torch.allclose(*pair, rtol=1e-4, atol=1e-5) for pair in zip(one, same, strict=True))
    expect_true(alike, says="the same generator gives another head", look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Leaves features and labels as they were, and takes slices of larger tensors."""
    (rows, labels), wide = _few(5), normal(15, 12, dtype=torch.float32)
    wide[:, ::2] = rows
    twice = labels.repeat_interleave(2)
    kept, answer = _parts(student.run(_fitted_and_input, wide[:, ::2], twice[::2], _seed()), 2)

    _head(answer, (3, 6))
    look_at = "work on copies: no sorting, scaling or shuffling in place"
    expect_true(kept, says="features or labels have changed", look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype(student, dtype):
    """The head has the features' dtype, and takes them as they are."""
    rows, labels = _few(5, dtype)
    look_at = "dtype=features.dtype"
    with expect_nothing_raised(says=f"features of {dtype} are to be taken", look_at=look_at):
        answer = student.run(_fitted, rows, labels, 3, 5, 0.05, _seed())
    for values in _head(answer, (3, 6)):
        expect_tensor(values, dtype=dtype, look_at=look_at)


@worth(1)
def test_device_parity(student):
    """Gives the same for features on an accelerator with a generator on the CPU, and stays there."""
    (rows, labels), seed = _few(8, torch.float64), _seed()
    on_cpu, again = (_head(student.run(_fitted, rows, labels, 3, 5, 0.02, seed), (3, 6)) for _ in range(2))
    look_at = "the head lives where the features do; draw on generator.device, then move: no .cpu(), no NumPy"
    with expect_nothing_raised(says="features on an accelerator are to be taken", look_at=look_at):
        answer = student.run(_fitted_there, rows, labels, seed)
    answer, stray, round_trip = _parts(answer, 3)

    says = "the features are on an accelerator, but the head is on another device"
    expect_true(stray is False, says=says, look_at=look_at)
    says = "the features are copied from the accelerator to the CPU"
    expect_true(round_trip is False, says=says, look_at=look_at)
    on_device = _head(answer, (3, 6))
    if not all(torch.allclose(*pair, rtol=1e-4, atol=1e-4) for pair in zip(on_cpu, again, strict=True)):
        return  # numbers from elsewhere than the generator: that is another test's to say
    for there, here in zip(on_device, on_cpu, strict=True):
        says = "the head on an accelerator is not the one on the CPU"
        expect_close(there.double(), here.double(), says=says, look_at=look_at, rtol=1e-4, atol=1e-4)


# ------------------------------------------------------------------ run beside the student's code


def _is_linear(student, features, labels):
    generator = torch.Generator().manual_seed(0)
    head = student.fit_head(features, labels, 3, epochs=1, lr=0.01, generator=generator)
    return isinstance(head, nn.Linear)


def _fitted(student, features, labels, num_classes, epochs, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    head = student.fit_head(features, labels, num_classes, epochs=epochs, lr=lr, generator=generator)
    return [values.detach() for values in (head.weight, head.bias) if values is not None]


def _fitted_twice(student, features, labels, seed):
    import random

    def states():
        return [torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()]

    def fit():
        generator = torch.Generator().manual_seed(seed)
        head = student.fit_head(features, labels, 3, epochs=2, lr=0.05, generator=generator)
        return [values.detach() for values in (head.weight, head.bias) if values is not None]

    torch.rand(7), random.random(), np.random.rand()  # whoever sets a seed shall not find it set already
    before = states()
    one = fit()
    untouched = states() == before
    torch.rand(3)
    return one, fit(), untouched


def _fitted_and_input(student, features, labels, seed):
    before = features.clone(), labels.clone()
    generator = torch.Generator().manual_seed(seed)
    head = student.fit_head(features, labels, 3, epochs=3, lr=0.05, generator=generator)
    kept = torch.equal(features, before[0]) and torch.equal(labels, before[1])
    kept = kept and features.grad is None and not features.requires_grad
    return kept, [values.detach() for values in (head.weight, head.bias) if values is not None]


def _fitted_there(student, features, labels, seed):
    from convlab import devices

    generator = torch.Generator().manual_seed(seed)
    copies = []
    with devices.accelerator(copies) as device:
        rows, classes = devices.move((features, labels), device)
        head = student.fit_head(rows, classes, 3, epochs=5, lr=0.02, generator=generator)
        values = [values.detach() for values in (head.weight, head.bias) if values is not None]
        stray = devices.any_elsewhere(values, device)
    with devices.accelerator():
        return devices.move(values, "cpu"), stray, any(size >= features.numel() for size in copies)
