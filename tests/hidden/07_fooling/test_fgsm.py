"""Hidden suite of `fgsm`."""
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


def _gradient(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Of the loss, for the oracle."""
    images = images.clone().requires_grad_()
    return torch.autograd.grad(F.cross_entropy(model(images), labels, reduction="sum"), images)[0]


def _attacked(
    student: Any,
    model: nn.Module,
    kind: str,
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilon: float,
    *,
    modes: str = "evaluation",
    **options: Any,
) -> torch.Tensor:
    """What the student makes of the images: a tensor of their shape, safe to use."""
    state = dict(model.state_dict())
    attacked = student.run(_fooled, MODEL, kind, state, images, labels, epsilon, modes, options)
    return expect_tensor(attacked, shape=images.shape, look_at="return the attacked images").real


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="fgsm gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_an_attack(student: Any) -> None:
    """What is left alone proves nothing where nothing is done."""
    images, labels = _case(3)
    attacked = _attacked(student, _hidden("plain"), "plain", images, labels, 0.1)
    moved = bool(((attacked.double() - images).abs() > 1e-5).any())
    expect_true(moved, says="no pixel is moved", look_at="get the direction right first")


def _expect_alike(
    actual: torch.Tensor, due: torch.Tensor, gradient: torch.Tensor, *, says: str, look_at: str
) -> None:
    """The same, but where the gradient is so near 0 that rounding decides about its sign."""
    steady = gradient.abs() > 1e-4 * gradient.abs().max()
    due = due.double()
    actual = torch.where(steady, actual.double(), due)
    expect_close(actual, due, says=says, look_at=look_at, rtol=0, atol=1e-5)


@worth(4)
@parametrize("kind", ["plain", "mixed"])
@parametrize("count, epsilon", [(1, 0.05), (2, 0.2), (7, 0.1)])
def test_direction(student, count, epsilon, kind):
    """Moves every pixel by epsilon, up where that raises the loss, else down."""
    model, (images, labels) = _hidden(kind), _case(count)
    images = 0.3 + 0.4 * images  # far enough from black and white
    gradient = _gradient(model, images, labels)
    actual = _attacked(student, model, kind, images, labels, epsilon)

    moved = actual.double() - images
    says, look_at = "the pixels do not move in the right direction", "along the sign of the loss's gradient"
    if not torch.allclose(moved.abs(), torch.full_like(moved, epsilon), rtol=0, atol=1e-5):
        says, look_at = "not every pixel moves by epsilon", "epsilon times the sign: its size does not matter"
    elif bool((moved.sign() == -gradient.sign()).all()):
        look_at = "the loss is to rise"
    _expect_alike(actual, images + epsilon * gradient.sign(), gradient, says=says, look_at=look_at)


@worth(2)
@parametrize("count", [1, 6])
def test_targeted(student, count):
    """With targeted, every pixel moves the other way: towards the labels."""
    _expect_an_attack(student)
    model, (images, labels) = _hidden("plain"), _case(count)
    images = 0.3 + 0.4 * images
    away = _attacked(student, model, "plain", images, labels, 0.1)
    towards = _attacked(student, model, "plain", images, labels, 0.1, targeted=True)

    expect_close(
        (towards - images).double(),
        (images - away).double(),
        says="a targeted attack does not move the pixels towards the labels",
        look_at="labels are now what the images are to be read as: the loss of these labels is to fall",
        rtol=0,
        atol=1e-5,
    )


@worth(2)
@parametrize("targeted", [False, True])
@parametrize("count, epsilon", [(1, 0.1), (5, 0.3), (5, 1.5)])
def test_bounds(student, count, epsilon, targeted):
    """Stays in [0, 1], and within epsilon of the images, for pixels at the limits, too."""
    _expect_an_attack(student)
    model, (images, labels) = _hidden("plain"), _case(count)
    images = (2 * images - 0.5).clamp(0, 1)  # half of all pixels are black or white
    actual = _attacked(student, model, "plain", images, labels, epsilon, targeted=targeted).double()

    inside = bool(((actual >= -1e-6) & (actual <= 1 + 1e-6)).all())
    look_at = "clamp(0, 1), at both ends"
    expect_true(inside, says="there are pixels below 0 or above 1", look_at=look_at)
    near = bool(((actual - images).abs() <= epsilon + 1e-5).all())
    says = "there are pixels farther than epsilon from where they were"
    expect_true(near, says=says, look_at="one step of epsilon, and nothing that stretches the image")

    moves, gradient = (actual - images).abs() > 1e-6, _gradient(model, images, labels)
    if not targeted:  # whichever way it goes, these must move
        cut = (images > 0) & (images < 1) & (gradient.abs() > 1e-2 * gradient.abs().max())
        says = "pixels near black or white, which a whole step would take too far, stay where they are"
        expect_true(bool(moves[cut].all()), says=says, look_at="such a pixel goes as far as 0 or 1: clamp")
    for limit, name in ((0, "black"), (1, "white")):
        free = gradient[images == limit]
        if bool((free > 0).any() and (free < 0).any()):
            says = f"no pixel that is {name} moves at all"
            look_at = "the sign of the gradient decides, whatever the pixel's value is"
            expect_true(bool(moves[images == limit].any()), says=says, look_at=look_at)

    with torch.no_grad():
        model.conv.weight[:, 1] = 0
    actual = _attacked(student, model, "plain", images, labels, epsilon, targeted=targeted).double()
    near = bool(((actual - images).abs() <= epsilon + 1e-5).all())
    says = "where the gradient is 0, there are pixels farther than epsilon from where they were"
    expect_true(near, says=says, look_at="epsilon times the sign, which is 0 there: do not divide by it")


@worth(1)
@parametrize("targeted", [False, True])
def test_epsilon_0(student, targeted):
    """With epsilon = 0 the images stay what they are."""
    _expect_an_attack(student)
    model, (images, labels) = _hidden("plain"), _case(4)
    images = (2 * images - 0.5).clamp(0, 1)
    actual = _attacked(student, model, "plain", images, labels, 0.0, targeted=targeted)
    says = "with epsilon = 0 the images change"
    expect_close(actual.double(), images, says=says, look_at="epsilon times the sign", rtol=0, atol=1e-6)


@worth(1)
@parametrize("targeted", [False, True])
def test_detached(student, targeted):
    """Returns images without a graph."""
    _expect_an_attack(student)
    answer = student.run(_has_graph, MODEL, *_case(3), targeted)
    says = "the attacked images hold on to a graph, or require gradients"
    expect_equal(answer, False, says=says, look_at="detach() what is returned")


@worth(1)
@parametrize("modes", ["training", "mixed"])
def test_eval_mode(student, modes):
    """Uses the model in eval mode, whatever mode it comes in."""
    _expect_an_attack(student)
    model, (images, labels) = _hidden("mixed"), _case(8)
    _expect_alike(
        _attacked(student, model, "mixed", images, labels, 0.1, modes=modes),
        _attacked(student, model, "mixed", images, labels, 0.1),
        _gradient(model, images, labels),
        says="a model that comes in training mode is attacked otherwise than in eval mode",
        look_at="model.eval() before the forward pass: dropout and batch norm act differently in training",
    )


@worth(1)
@parametrize("modes", ["training", "evaluation", "mixed", "mixed the other way"])
def test_modes_are_restored(student, modes):
    """Gives every module of the model its own mode back."""
    _expect_an_attack(student)
    kept, *_ = _parts(student.run(_traces, MODEL, *_case(4), modes), 5)
    expect_equal(kept, True, says="a module is in another mode than before", look_at=LOOK_AT_MODES)


@worth(1)
def test_model_is_left_alone(student):
    """Leaves weights, their gradients and `requires_grad`, and the statistics as they were."""
    _expect_an_attack(student)
    _, gradients, needs, state, _ = _parts(student.run(_traces, MODEL, *_case(4), "evaluation"), 5)

    says = "gradients of the model's weights have changed"
    look_at = "torch.autograd.grad(loss, images) leaves the weights' .grad alone; backward() adds to them"
    expect_equal(gradients, True, says=says, look_at=look_at)
    says = "requires_grad of a weight has changed"
    expect_equal(needs, True, says=says, look_at="only the images need to require a gradient")
    expect_equal(state, True, says="weights or statistics of the model have changed")


@worth(1)
def test_images_are_left_alone(student):
    """Leaves images and labels as they were: their values, `requires_grad` and `.grad`."""
    _expect_an_attack(student)
    *_, kept = _parts(student.run(_traces, MODEL, *_case(4), "evaluation"), 5)
    look_at = "work on a copy, and let that require the gradient; no operation whose name ends with _"
    expect_equal(kept, True, says="the images or labels have changed", look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_and_slices(student, dtype):
    """Keeps the dtype, and takes slices and transposes of larger tensors."""
    model, labels = _hidden("plain", dtype), integers(0, CLASSES, 8)
    wide, turned = random(8, 2, 6, 10, dtype=dtype), random(4, 2, 5, 6, dtype=dtype)
    for images in (wide[::2, :, :, ::2], turned.mT):
        due = _attacked(student, model, "plain", images.contiguous(), labels[::2].clone(), 0.1)
        look_at = "view needs contiguous memory; no .float(), no fixed dtype"
        with expect_nothing_raised(says="slices and transposes are to be taken", look_at=look_at):
            actual = _attacked(student, model, "plain", images, labels[::2], 0.1)
        expect_tensor(actual, dtype=dtype, look_at=look_at)
        says = "a slice or a transpose of a larger tensor is attacked otherwise than its copy"
        gradient = _gradient(model, images, labels[::2])
        _expect_alike(actual, due, gradient, says=says, look_at=look_at)


@worth(1)
@parametrize("targeted", [False, True])
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype, targeted):
    """Gives the same for a model and images on an accelerator, and stays there."""
    model, (images, labels) = _hidden("mixed", dtype), _case(4, dtype)
    on_cpu = _attacked(student, model, "mixed", images, labels, 0.1, targeted=targeted)
    look_at = "model, images and result stay where they are: no .cpu(), no NumPy"
    says = "a model and images on an accelerator are to be taken"
    with expect_nothing_raised(says=says, look_at=look_at):
        answer = student.run(_there, MODEL, dict(model.state_dict()), images, labels, targeted)
    attacked, stray, moved, round_trip = _parts(answer, 4)

    says = "model and images are on an accelerator, but the result is on another device"
    expect_equal(stray, False, says=says, look_at=look_at)
    expect_equal(moved, False, says="the model is on another device than before", look_at=look_at)
    says = "images are copied from the accelerator to the CPU"
    expect_equal(round_trip, False, says=says, look_at=look_at)
    attacked = expect_tensor(attacked, shape=images.shape)
    says = "the attacked images on an accelerator are not those on the CPU"
    _expect_alike(attacked, on_cpu, _gradient(model, images, labels), says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _fooled(student, code, kind, state, images, labels, epsilon, modes, options):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind).to(images.dtype)
    model.load_state_dict(state)
    model.train(modes == "training")
    if modes == "mixed":
        model.block[1].train()
    return student.fgsm(model, images, labels, epsilon, **options)


def _has_graph(student, code, images, labels, targeted):
    scope = {"nn": nn}
    exec(code, scope)
    return student.fgsm(scope["_model"]("plain").eval(), images, labels, 0.1, targeted=targeted).requires_grad


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
    student.fgsm(model, images, labels, 0.1)
    return tuple(one == other for one, other in zip(before, look(), strict=True))


def _there(student, code, state, images, labels, targeted):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("mixed").to(images.dtype)
    model.load_state_dict(state)
    copies = []
    with devices.accelerator(copies) as device:
        there = devices.move((images, labels), device)
        model = devices.move(model.eval(), device)
        attacked = student.fgsm(model, *there, 0.1, targeted=targeted)
        stray = devices.any_elsewhere(attacked, device)
        moved = devices.any_elsewhere(list(model.parameters()), device)
    round_trip = any(size >= images.numel() for size in copies)
    with devices.accelerator():
        return devices.move(attacked, "cpu"), stray, moved, round_trip
