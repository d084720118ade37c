"""Hidden suite of `accuracy_under_attack`."""
# convnet-canary-7f3a

import contextlib
import inspect
import math
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    StudentFault,
    expect_equal,
    expect_nothing_raised,
    expect_number,
    expect_tensor,
    expect_true,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

CLASSES = 3
LOOK_AT_MODES = "note module.training of every module in model.modules(); train() and eval() switch them all"


def _model(kind):
    """A classifier of images (N, 2, 6, 5); its source is sent to the student's process."""
    from collections import OrderedDict

    conv, head = nn.Conv2d(2, 4, (3, 2)), nn.Linear(64, 3)
    if kind == "plain":
        layers = OrderedDict(conv=conv, act=nn.Tanh(), flat=nn.Flatten(), head=head)
    else:
        block = nn.Sequential(nn.BatchNorm2d(4), nn.Dropout(0.4), nn.Tanh())
        layers = OrderedDict(conv=conv, block=block, flat=nn.Flatten(), head=head)
    return nn.Sequential(layers).double()


MODEL = inspect.getsource(_model)


def _hidden(kind: str, dtype: torch.dtype = torch.float64) -> nn.Module:
    """The model with hidden weights and statistics, in eval mode."""
    model = _model(kind).to(dtype).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(normal(*parameter.shape) / 2)
        for name, buffer in model.named_buffers():
            if buffer.is_floating_point():
                buffer.copy_(0.5 + random(*buffer.shape) if "var" in name else normal(*buffer.shape))
    return model


def _case(
    model: nn.Module, count: int, dtype: torch.dtype = torch.float64
) -> tuple[torch.Tensor, torch.Tensor]:
    """Images, and labels of which the model reads about three of four."""
    images = random(count, 2, 6, 5, dtype=dtype)
    with torch.no_grad():
        read = model(images).argmax(1)
    return images, torch.where(random(count) < 0.75, read, integers(0, CLASSES, count))


def _fgsm(model: nn.Module, images: torch.Tensor, labels: torch.Tensor, epsilon: float) -> torch.Tensor:
    """The attack, for the oracle."""
    pixels = images.clone().requires_grad_()
    loss = F.cross_entropy(model(pixels), labels, reduction="sum")
    return (images + epsilon * torch.autograd.grad(loss, pixels)[0].sign()).clamp(0, 1)


def _accuracy(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> float:
    with torch.no_grad():
        return (model(images).argmax(1) == labels).double().mean().item()


def _oracles(
    student: Any, model: nn.Module, images: torch.Tensor, labels: torch.Tensor, epsilon: float
) -> set[float]:
    """The accuracy under FGSM, and under what the notebook's own fgsm does: that has a suite of its own."""
    state = dict(model.state_dict())
    attacks = [_fgsm(model, images, labels, epsilon)]
    with contextlib.suppress(StudentFault):
        attacks.append(expect_tensor(student.run(_own_fgsm, MODEL, state, images, labels, epsilon)))
    usable = [a for a in attacks if a.shape == images.shape and a.dtype == images.dtype]
    return {_accuracy(model, attacked, labels) for attacked in usable}


def _shares(
    student: Any,
    model: nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilons: list[float],
    *,
    modes: str = "evaluation",
) -> list[float]:
    """What the student returned, as numbers; whether they are Python floats, another test asks."""
    shares = student.run(_measured, MODEL, dict(model.state_dict()), images, labels, epsilons, modes)
    if isinstance(shares, torch.Tensor | np.ndarray):
        shares = shares.tolist()
    look_at = "return a list with one number for each epsilon"
    whole = isinstance(shares, list | tuple) and len(shares) == len(epsilons)
    expect_true(whole, says="the output does not hold one number for each epsilon", look_at=look_at)
    return [expect_number(_plain(share), says="a share is no number", look_at=look_at) for share in shares]


def _plain(share: object) -> object:
    """The number, where it came in a tensor."""
    if isinstance(share, torch.Tensor | np.generic) and math.prod(share.shape) == 1:
        return share.item()
    return share


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="accuracy_under_attack gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_a_measure(student: Any) -> None:
    """What is left alone proves nothing where nothing is done."""
    model = _hidden("mixed")
    [share] = _shares(student, model, *_case(model, 20), [0.0])
    expect_true(share > 0, says="without an attack the share is not above 0")


@worth(4)
@parametrize("kind", ["small", "large"])
@parametrize("count", [1, 7, 150])
def test_accuracy_under_fgsm(student, count, kind):
    """Is the share of images that the model reads rightly when FGSM has attacked them."""
    model = _hidden("mixed")
    images, labels = _case(model, count)
    epsilons = [0.02, 0.05, 0.1] if kind == "small" else [0.3, 0.6]
    for epsilon, share in zip(epsilons, _shares(student, model, images, labels, epsilons), strict=True):
        due = _oracles(student, model, images, labels, epsilon)
        expect_true(
            any(abs(share - one) < 1e-6 for one in due),
            says="the share is not the accuracy on the attacked images",
            look_at="fgsm of the clean images for each epsilon, then the share that is read as its label",
            staff=f"got {share}, expected one of {sorted(due)}",
        )


@worth(2)
@parametrize("count", [1, 40])
def test_epsilon_0(student, count):
    """At epsilon = 0 it is the accuracy on the images as they are."""
    model = _hidden("mixed")
    images, labels = _case(model, count)
    [share] = _shares(student, model, images, labels, [0.0])
    expect_number(
        share,
        _accuracy(model, images, labels),
        tolerance=1e-6,
        says="at epsilon = 0 it is not the ordinary accuracy",
        look_at="the share of all images that are read as their label, in eval mode",
    )


@worth(2)
@parametrize("epsilons", [[0.1, 0.0, 0.4, 0.02], [0.3, 0.1, 0.0], [0.05, 0.05, 0.2, 0.05], [0.2]])
def test_order(student, epsilons):
    """Answers in the order of the epsilons, one number for each, whatever came before it."""
    model = _hidden("mixed")
    images, labels = _case(model, 60)
    alone = {e: _shares(student, model, images, labels, [e])[0] for e in set(epsilons)}
    together = _shares(student, model, images, labels, epsilons)
    expect_true(
        all(abs(share - alone[e]) < 1e-6 for share, e in zip(together, epsilons, strict=True)),
        says="several epsilons at once give other numbers than each alone",
        look_at="keep the order, also of equal ones, and start each attack from the clean images",
    )


@worth(1)
def test_floats(student):
    """Returns a list of Python floats."""
    model = _hidden("mixed")
    state = dict(model.state_dict())
    shares = student.run(_measured, MODEL, state, *_case(model, 9), [0.0, 0.1], "evaluation")
    expect_true(type(shares) is list, says="the output is not a list", look_at="return a Python list")
    floats = len(shares) == 2 and all(type(share) is float for share in shares)
    says = "the list does not hold a Python float for each epsilon"
    expect_true(floats, says=says, look_at="end each with .item()")


@worth(2)
@parametrize("modes", ["training", "mixed"])
def test_eval_mode(student, modes):
    """Uses the model in eval mode, whatever mode it comes in, for the attack and for reading."""
    model = _hidden("mixed")
    images, labels = _case(model, 80)
    epsilons = [0.0, 0.03, 0.1]
    due = _shares(student, model, images, labels, epsilons)
    shares = _shares(student, model, images, labels, epsilons, modes=modes)
    expect_true(
        all(abs(one - other) < 1e-6 for one, other in zip(shares, due, strict=True)),
        says="a model that comes in training mode gives other shares than in eval mode",
        look_at="model.eval() before each forward pass: dropout and batch norm act differently in training",
    )


@worth(1)
@parametrize("modes", ["training", "evaluation", "mixed", "mixed the other way"])
def test_modes_are_restored(student, modes):
    """Gives every module of the model its own mode back."""
    _expect_a_measure(student)
    kept, *_ = _parts(student.run(_traces, MODEL, *_case(_hidden("mixed"), 4), modes), 6)
    expect_equal(kept, True, says="a module is in another mode than before", look_at=LOOK_AT_MODES)


@worth(1)
def test_model_is_left_alone(student):
    """Leaves weights, their gradients and `requires_grad`, and the statistics as they were."""
    _expect_a_measure(student)
    answer = student.run(_traces, MODEL, *_case(_hidden("mixed"), 4), "evaluation")
    _, gradients, needs, state, _, _ = _parts(answer, 6)

    says = "gradients of the model's weights have changed"
    look_at = "torch.autograd.grad(loss, images) leaves the weights' .grad alone; backward() adds to them"
    expect_equal(gradients, True, says=says, look_at=look_at)
    says = "requires_grad of a weight has changed"
    expect_equal(needs, True, says=says, look_at="only the images need to require a gradient")
    expect_equal(state, True, says="weights or statistics of the model have changed")


@worth(1)
def test_input_is_left_alone(student):
    """Leaves images, labels and the list of epsilons as they were."""
    _expect_a_measure(student)
    answer = student.run(_traces, MODEL, *_case(_hidden("mixed"), 4), "evaluation")
    *_, images_kept, epsilons_kept = _parts(answer, 6)
    expect_equal(images_kept, True, says="the images or labels have changed", look_at="work on copies")
    says = "the list of epsilons has changed"
    expect_equal(epsilons_kept, True, says=says, look_at="epsilons.sort() and pop() change the caller's list")


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_and_slices(student, dtype):
    """Takes images of either dtype, and slices and transposes of larger tensors."""
    model = _hidden("mixed", dtype)
    wide, turned = random(24, 2, 6, 10, dtype=dtype), random(12, 2, 5, 6, dtype=dtype)
    for images in (wide[::2, :, :, ::2], turned.mT):
        labels = integers(0, CLASSES, 24)[::2]
        due = _shares(student, model, images.contiguous(), labels.clone(), [0.0])
        look_at = "view needs contiguous memory; no fixed dtype"
        with expect_nothing_raised(says="slices and transposes are to be taken", look_at=look_at):
            shares = _shares(student, model, images, labels, [0.0])
        says = "a slice or a transpose of a larger tensor gives another share than its copy"
        expect_true(abs(shares[0] - due[0]) < 1e-6, says=says, look_at=look_at)


@worth(1)
def test_device_parity(student):
    """Gives the same for a model and images on an accelerator."""
    model = _hidden("mixed")
    images, labels = _case(model, 30)
    epsilons = [0.0, 0.05]
    on_cpu = _shares(student, model, images, labels, epsilons)
    look_at = "model and images stay where they are: no .cpu(), no NumPy; .item() is allowed"
    says = "a model and images on an accelerator are to be taken"
    with expect_nothing_raised(says=says, look_at=look_at):
        answer = student.run(_there, MODEL, dict(model.state_dict()), images, labels, epsilons)
    shares, moved, round_trip = _parts(answer, 3)

    expect_equal(moved, False, says="the model is on another device than before", look_at=look_at)
    says = "images are copied from the accelerator to the CPU"
    expect_equal(round_trip, False, says=says, look_at=look_at)
    whole = type(shares) is list and len(shares) == len(on_cpu)
    says = "the shares on an accelerator are not those on the CPU"
    expect_true(whole, says=says)
    for share, due in zip(shares, on_cpu, strict=True):
        expect_number(share, due, tolerance=1e-5, says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _own_fgsm(student, code, state, images, labels, epsilon):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("mixed").to(images.dtype).eval()
    model.load_state_dict(state)
    return student.fgsm(model, images, labels, epsilon).detach()


def _measured(student, code, state, images, labels, epsilons, modes):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("mixed").to(images.dtype)
    model.load_state_dict(state)
    model.train(modes == "training")
    if modes == "mixed":
        model.block[0].train()
    return student.accuracy_under_attack(model, images, labels, epsilons)


def _traces(student, code, images, labels, modes):
    """What is as it was: modes, gradients, requires_grad, weights and statistics, input, epsilons."""
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("mixed")
    model.train(modes in ("training", "mixed"))
    if modes.startswith("mixed"):
        model.block[0].train(modes != "mixed")
    model.conv.bias.requires_grad_(False)
    model.head.weight.grad = torch.ones_like(model.head.weight)

    def look():
        grads = [None if p.grad is None else p.grad.tolist() for p in model.parameters()]
        return (
            [part.training for part in model.modules()],
            grads,
            [p.requires_grad for p in model.parameters()],
            {name: value.tolist() for name, value in model.state_dict().items()},
            (images.tolist(), images.requires_grad, images.grad is None, labels.tolist()),
        )

    before, epsilons = look(), [0.1, 0.0, 0.05]
    student.accuracy_under_attack(model, images, labels, epsilons)
    kept = tuple(one == other for one, other in zip(before, look(), strict=True))
    return *kept, epsilons == [0.1, 0.0, 0.05]


def _there(student, code, state, images, labels, epsilons):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("mixed")
    model.load_state_dict(state)
    copies = []
    with devices.accelerator(copies) as device:
        there = devices.move((images, labels), device)
        shares = student.accuracy_under_attack(devices.move(model.eval(), device), *there, epsilons)
        shares = [float(share) for share in shares]
        moved = devices.any_elsewhere(list(model.parameters()), device)
    return shares, moved, any(size >= images.numel() for size in copies)
