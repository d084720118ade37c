"""Hidden suite of `input_gradient`."""
# convnet-canary-7f3a

import inspect
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    expect_close,
    expect_equal,
    expect_nothing_raised,
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


def _case(count: int, dtype: torch.dtype = torch.float64) -> tuple[torch.Tensor, torch.Tensor]:
    return random(count, 2, 6, 5, dtype=dtype), integers(0, CLASSES, count)


def _oracle(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    images = images.clone().requires_grad_()
    loss = F.cross_entropy(model(images), labels, reduction="sum")
    return torch.autograd.grad(loss, images)[0]


def _gradient(
    student: Any,
    model: nn.Module,
    kind: str,
    images: torch.Tensor,
    labels: torch.Tensor,
    *,
    modes: str = "evaluation",
    frozen: bool = False,
) -> object:
    return student.run(_taken, MODEL, kind, dict(model.state_dict()), images, labels, modes, frozen)


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="input_gradient gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_a_gradient(student: Any) -> None:
    """What is left alone proves nothing where nothing is done."""
    images, labels = _case(3)
    gradient = _gradient(student, _hidden("plain"), "plain", images, labels)
    gradient = expect_tensor(gradient, shape=images.shape, look_at="one number for each pixel")
    says = "the gradient is 0 everywhere"
    expect_true(bool(gradient.any()), says=says, look_at="differentiate the loss by the images")


@worth(4)
@parametrize("kind", ["plain", "mixed"])
@parametrize("count", [1, 2, 7])
def test_agrees_with_autograd(student, count, kind):
    """Is the gradient of the cross-entropy, summed over the images, with respect to each pixel."""
    model, (images, labels) = _hidden(kind), _case(count)
    actual = _gradient(student, model, kind, images, labels)
    look_at = "cross_entropy of the logits themselves, differentiated with respect to the images"
    actual = expect_tensor(actual, shape=images.shape, look_at=look_at).real.double()
    expected = _oracle(model, images, labels)

    if count > 1 and torch.allclose(actual * count, expected, rtol=1e-4, atol=1e-5):
        look_at = "the loss is summed over the images, not averaged: reduction='sum'"
    says = "the gradient is not that of the summed cross-entropy"
    expect_close(actual, expected, says=says, look_at=look_at, rtol=1e-4, atol=1e-5)


@worth(2)
@parametrize("modes", ["training", "mixed"])
def test_eval_mode(student, modes):
    """Uses the model in eval mode, whatever mode it comes in."""
    model, (images, labels) = _hidden("mixed"), _case(6)
    expect_close(
        _gradient(student, model, "mixed", images, labels, modes=modes),
        expect_tensor(_gradient(student, model, "mixed", images, labels), shape=images.shape),
        says="a model that comes in training mode gives another gradient than in eval mode",
        look_at="model.eval() before the forward pass: dropout and batch norm act differently in training",
        rtol=1e-8,
        atol=1e-10,
    )


@worth(1)
@parametrize("modes", ["training", "evaluation", "mixed", "mixed the other way"])
def test_modes_are_restored(student, modes):
    """Gives every module of the model its own mode back."""
    _expect_a_gradient(student)
    kept, *_ = _parts(student.run(_traces, MODEL, *_case(4), modes), 5)
    expect_equal(kept, True, says="a module is in another mode than before", look_at=LOOK_AT_MODES)


@worth(2)
def test_model_is_left_alone(student):
    """Leaves weights, their gradients and `requires_grad`, and the statistics as they were."""
    _expect_a_gradient(student)
    _, gradients, needs, state, _ = _parts(student.run(_traces, MODEL, *_case(4), "evaluation"), 5)

    says = "gradients of the model's weights have changed"
    look_at = "torch.autograd.grad(loss, images) leaves the weights' .grad alone; backward() adds to them"
    expect_equal(gradients, True, says=says, look_at=look_at)
    says = "requires_grad of a weight has changed"
    expect_equal(needs, True, says=says, look_at="only the images need to require a gradient")
    expect_equal(state, True, says="weights or statistics of the model have changed")


@worth(1)
def test_frozen_model(student):
    """Works for a model whose weights require no gradients."""
    model, (images, labels) = _hidden("plain"), _case(3)
    look_at = "the gradient is taken with respect to the images; what the weights require does not matter"
    with expect_nothing_raised(says="a model whose weights are frozen is to be taken", look_at=look_at):
        actual = _gradient(student, model, "plain", images, labels, frozen=True)
    expected = expect_tensor(_gradient(student, model, "plain", images, labels), shape=images.shape)
    says = "a model whose weights are frozen gives another gradient"
    expect_close(actual, expected, says=says, look_at=look_at, rtol=1e-8, atol=1e-10)


@worth(1)
def test_images_are_left_alone(student):
    """Leaves images and labels as they were: their values, `requires_grad` and `.grad`."""
    _expect_a_gradient(student)
    *_, kept = _parts(student.run(_traces, MODEL, *_case(4), "evaluation"), 5)
    look_at = "images.detach().clone().requires_grad_(): what you were given must not require a gradient"
    expect_equal(kept, True, says="the images or labels have changed", look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_and_slices(student, dtype):
    """Keeps the dtype, and takes slices and transposes of larger tensors."""
    model, labels = _hidden("plain", dtype), integers(0, CLASSES, 8)
    wide, turned = random(8, 2, 6, 10, dtype=dtype), random(4, 2, 5, 6, dtype=dtype)
    for images in (wide[::2, :, :, ::2], turned.mT):
        due = expect_tensor(_gradient(student, model, "plain", images.contiguous(), labels[::2].clone()))
        look_at = "view needs contiguous memory; no .float(), no fixed dtype"
        with expect_nothing_raised(says="slices and transposes are to be taken", look_at=look_at):
            actual = _gradient(student, model, "plain", images, labels[::2])
        expect_tensor(actual, dtype=dtype, look_at=look_at)
        expect_close(
            actual,
            due,
            says="a slice or a transpose of a larger tensor gives another gradient than its copy",
            look_at=look_at,
            rtol=1e-4,
            atol=1e-5,
        )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same for a model and images on an accelerator, and stays there."""
    model, (images, labels) = _hidden("mixed", dtype), _case(4, dtype)
    on_cpu = expect_tensor(_gradient(student, model, "mixed", images, labels))
    look_at = "model, images and gradient stay where they are: no .cpu(), no NumPy"
    says = "a model and images on an accelerator are to be taken"
    with expect_nothing_raised(says=says, look_at=look_at):
        answer = student.run(_there, MODEL, dict(model.state_dict()), images, labels)
    gradient, stray, moved, round_trip = _parts(answer, 4)

    says = "model and images are on an accelerator, but the gradient is on another device"
    expect_equal(stray, False, says=says, look_at=look_at)
    expect_equal(moved, False, says="the model is on another device than before", look_at=look_at)
    says = "images or gradient are copied from the accelerator to the CPU"
    expect_equal(round_trip, False, says=says, look_at=look_at)
    tolerance = 1e-8 if dtype == torch.float64 else 1e-3
    says = "the gradient on an accelerator is not the one on the CPU"
    expect_close(gradient, on_cpu, says=says, rtol=tolerance, atol=tolerance)


# ------------------------------------------------------------------ run beside the student's code


def _taken(student, code, kind, state, images, labels, modes, frozen):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind).to(images.dtype)
    model.load_state_dict(state)
    model.requires_grad_(not frozen)
    model.train(modes == "training")
    if modes == "mixed":
        model.block[1].train()
    return student.input_gradient(model, images, labels)


def _traces(student, code, images, labels, modes):
    """What is as it was: modes, gradients, requires_grad, weights and statistics, images and labels."""
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

    before = look()
    student.input_gradient(model, images, labels)
    return tuple(one == other for one, other in zip(before, look(), strict=True))


def _there(student, code, state, images, labels):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("mixed").to(images.dtype)
    model.load_state_dict(state)
    copies = []
    with devices.accelerator(copies) as device:
        there = devices.move((images, labels), device)
        gradient = student.input_gradient(devices.move(model.eval(), device), *there)
        stray = devices.any_elsewhere(gradient, device)
        moved = devices.any_elsewhere(list(model.parameters()), device)
    round_trip = any(size >= images.numel() for size in copies)
    with devices.accelerator():
        return devices.move(gradient, "cpu"), stray, moved, round_trip
