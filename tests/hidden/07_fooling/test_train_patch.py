"""Hidden suite of `train_patch`."""
# convnet-canary-7f3a

import inspect
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.testing import (
    expect_at_least,
    expect_equal,
    expect_nothing_raised,
    expect_tensor,
    expect_true,
    integers,
    normal,
    parametrize,
    worth,
)

CLASSES, SIZE, STEPS = 3, 6, 80
HEIGHT, WIDTH = 20, 18
LOOK_AT_MODES = "note module.training of every module in model.modules(); train() and eval() switch them all"


def _model():
    """A reader that counts patterns, wherever they are; its source is sent to the student's process."""
    from collections import OrderedDict

    conv, pool, flat = nn.Conv2d(2, 3, 4), nn.AdaptiveAvgPool2d(1), nn.Flatten()
    layers = OrderedDict(conv=conv, act=nn.Softplus(), pool=pool, flat=flat, drop=nn.Dropout(0.3))
    return nn.Sequential(OrderedDict(**layers, head=nn.Linear(3, 3)))


def _places():
    """A reader that looks at bright and dark places, mostly those in the middle."""
    return nn.Sequential(nn.Flatten(), nn.Linear(720, 2))


MODEL = inspect.getsource(_model)
PLACES = inspect.getsource(_places).replace("_places", "_model")


def _seed() -> int:
    return int(integers(0, 2**31))


def _hidden(dtype: torch.dtype = torch.float32) -> nn.Module:
    """The reader with three hidden patterns of 4 by 4 pixels, one for each class."""
    model = _model().to(dtype).eval()
    with torch.no_grad():
        model.conv.weight.copy_(normal(3, 2, 4, 4).sign())
        model.conv.bias.copy_(-3 - model.conv.weight.sum((1, 2, 3)) / 2)
        model.head.weight.copy_(500 * torch.eye(3))  # 255 places are averaged
        model.head.bias.zero_()
    return model


def _pages(model: nn.Module, count: int, without: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Noise with a pale pattern at a random place; none of the target's."""
    images = 0.5 + 0.05 * normal(count, 2, HEIGHT, WIDTH, dtype=dtype)
    classes = (without + integers(1, CLASSES, count)) % CLASSES
    rows, cols = integers(0, HEIGHT - 3, count), integers(0, WIDTH - 3, count)
    for image, label, row, col in zip(images, classes, rows.tolist(), cols.tolist(), strict=True):
        image[:, row : row + 4, col : col + 4] += 0.2 * model.conv.weight[label].detach()
    return images.clamp(0, 1)


def _hidden_places() -> nn.Module:
    """Class 1 where a third of the middle 10 by 10 pixels are as its hidden signs want them, else class 0."""
    model = _places().eval()
    weights = torch.zeros(2, HEIGHT, WIDTH)
    weights[:, 5:15, 4:14] = normal(2, dtype=torch.float32).sign()[:, None, None]
    with torch.no_grad():
        model[1].weight.copy_(torch.stack([torch.zeros(720), weights.flatten()]))
        model[1].bias.copy_(torch.stack([torch.zeros(()), -12 - weights.sum() / 2]))
    return model


def _hit_rate(
    model: nn.Module, images: torch.Tensor, patch: torch.Tensor, target: int, shift: tuple[int, int]
) -> float:
    """Share of images read as the target, with the patch so far off the centre."""
    size = patch.shape[1]
    row, col = (HEIGHT - size) // 2 + shift[0], (WIDTH - size) // 2 + shift[1]
    pasted = images.clone()
    pasted[:, :, row : row + size, col : col + size] = patch
    with torch.no_grad():
        return (model(pasted).argmax(1) == target).double().mean().item()


def _patch(
    student: Any,
    model: nn.Module,
    images: torch.Tensor,
    target: int,
    *,
    size: int = SIZE,
    steps: int = STEPS,
    seed: int | None = None,
    exact: bool = False,
    code: str = MODEL,
) -> torch.Tensor:
    """The student's sticker, safe to use."""
    seed = _seed() if seed is None else seed
    state = dict(model.state_dict())
    patch = student.run(_trained, code, state, images, target, size, steps, seed)
    patch, shape = expect_tensor(patch).real, (images.shape[1], size, size)
    look_at = "(C, size, size), with as many channels as the images"
    if not exact and patch.shape == (1, *shape):  # its shape is the question of one test, not of all
        return patch[0]
    if not exact and patch.shape == (1, size, size):
        return patch.repeat(shape[0], 1, 1)
    return expect_tensor(patch, shape=shape, look_at=look_at)


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="train_patch gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_a_patch(student: Any) -> None:
    """What is left alone proves nothing where nothing is done."""
    model = _hidden()
    _patch(student, model, _pages(model, 4, 0), 0, steps=2)


@worth(5)
@parametrize("target, count", [(0, 40), (2, 40), (1, 1)])
def test_target_rate(student, target, count):
    """With the sticker at the centre, or near it, new images are read as the target."""
    model = _hidden()
    patch = _patch(student, model, _pages(model, count, target), target).float().clamp(0, 1)
    unseen = _pages(model, 100, target)
    for shift in ((0, 0), (1, -1), (-2, 2), (2, 1)):
        where = "at the centre" if shift == (0, 0) else "near the centre"
        expect_at_least(
            _hit_rate(model, unseen, patch, target, shift),
            0.35,  # with a random sticker hardly any is
            says=f"with the sticker {where}, few new images are read as the target",
            look_at="paste it onto the images, lower the cross-entropy of the target, change the patch only",
        )

    # A reader to which it matters where the sticker is: learned elsewhere, it is of no use.
    model = _hidden_places()
    practice, unseen = (0.5 + 0.05 * normal(n, 2, HEIGHT, WIDTH, dtype=torch.float32) for n in (count, 100))
    patch = _patch(student, model, practice, 1, code=PLACES).float().clamp(0, 1)
    for shift in ((0, 0), (1, -1), (-1, 1)):
        expect_at_least(
            _hit_rate(model, unseen, patch, 1, shift),
            0.6,  # it is all of them or none
            says="where the place matters, few new images with the sticker near the centre are the target",
            look_at="practise at (H − size) // 2 and (W − size) // 2, and up to some pixels off it",
        )


@worth(2)
@parametrize("size", [5, 8])
def test_patch(student, size):
    """Returns a square with the channels of the images, in [0, 1], without a graph."""
    model = _hidden()
    patch = _patch(student, model, _pages(model, 12, 1), 1, size=size, steps=25, exact=True)
    inside = bool(((patch >= -1e-6) & (patch <= 1 + 1e-6)).all())
    expect_true(inside, says="there are pixels below 0 or above 1", look_at="clamp(0, 1) after each step")
    graph = student.run(_has_graph, MODEL, _pages(model, 4, 1), _seed())
    says = "the sticker holds on to a graph, or requires gradients"
    expect_equal(graph, False, says=says, look_at="detach() what is returned")


@worth(1)
def test_steps(student):
    """Takes as many steps as it is told."""
    model = _hidden()
    counts = student.run(_forwards, MODEL, dict(model.state_dict()), _pages(model, 10, 0), _seed())
    few, many = _parts(counts, 2)
    counted = type(few) is int and type(many) is int and many >= few + 10
    says = "more steps do not ask the model more often"
    expect_true(counted, says=says, look_at="for _ in range(steps)")


@worth(1)
@parametrize("training", ["all", "dropout only"])
def test_eval_mode(student, training):
    """Uses the model in eval mode, whatever mode it comes in."""
    _expect_a_patch(student)
    modes = student.run(_modes_seen, MODEL, _pages(_hidden(), 8, 0), training, _seed())
    look_at = "model.eval() before the forward pass"
    seen = type(modes) is list and len(modes) > 0
    expect_true(seen, says="the model is never shown an image", look_at="model(pasted)")
    expect_true(not any(modes), says="the model is used in training mode", look_at=look_at)


@worth(1)
@parametrize("modes", ["training", "evaluation", "mixed", "mixed the other way"])
def test_modes_are_restored(student, modes):
    """Gives every module of the model its own mode back."""
    _expect_a_patch(student)
    kept, *_ = _parts(student.run(_traces, MODEL, _pages(_hidden(), 6, 0), modes, _seed()), 5)
    expect_equal(kept, True, says="a module is in another mode than before", look_at=LOOK_AT_MODES)


@worth(2)
def test_model_is_left_alone(student):
    """Leaves weights, their gradients and `requires_grad` as they were."""
    _expect_a_patch(student)
    answer = student.run(_traces, MODEL, _pages(_hidden(), 6, 0), "evaluation", _seed())
    _, gradients, needs, state, _ = _parts(answer, 5)
    says = "weights of the model have changed"
    expect_equal(state, True, says=says, look_at="only the patch learns, not the model")
    says = "gradients of the model's weights have changed"
    look_at = "torch.autograd.grad(loss, patch) leaves the weights' .grad alone; backward() adds to them"
    expect_equal(gradients, True, says=says, look_at=look_at)
    says = "requires_grad of a weight has changed"
    expect_equal(needs, True, says=says, look_at="only the patch needs to require a gradient")


@worth(1)
def test_images_are_left_alone(student):
    """Leaves the images as they were, and takes slices of larger tensors."""
    _expect_a_patch(student)
    images = torch.cat([_pages(_hidden(), 8, 0)] * 2, 3)[::2, :, :, :WIDTH]
    with expect_nothing_raised(says="slices of larger tensors are to be taken", look_at="reshape, not view"):
        answer = student.run(_traces, MODEL, images, "evaluation", _seed())
    *_, kept = _parts(answer, 5)
    expect_equal(kept, True, says="the images have changed", look_at="paste onto a copy")


@worth(2)
def test_generator(student):
    """Draws from the generator and from nothing else: the same one gives the same sticker."""
    model = _hidden()
    answer = student.run(_draws, MODEL, dict(model.state_dict()), _pages(model, 10, 0), _seed())
    *entries, kept, elsewhere = _parts(answer, 4)
    one, same = (expect_tensor(entry) for entry in entries)
    look_at = "hand the generator to every random draw, and never seed it"
    says = "the global random state changed in spite of a generator"
    expect_equal(kept, True, says=says, look_at=look_at)
    says = "random draws come from a generator of your own, and none from the one that was given"
    expect_equal(elsewhere, False, says=says, look_at=look_at)
    expect_true(one.shape == same.shape, says="the second sticker has another size than the first")
    says = "the same generator gives another sticker"
    expect_true(torch.allclose(one, same, atol=1e-4), says=says, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype(student, dtype):
    """Keeps the dtype of the images."""
    model = _hidden(dtype)
    look_at = "torch.rand(…, dtype=images.dtype)"
    with expect_nothing_raised(says=f"model and images of {dtype} are to be taken", look_at=look_at):
        patch = _patch(student, model, _pages(model, 6, 0, dtype), 0, steps=3)
    expect_tensor(patch, dtype=dtype, look_at=look_at)


@worth(1)
@parametrize("beside", [False, True])
def test_device_parity(student, beside):
    """Trains on the accelerator where model and images are, wherever the generator is."""
    model, seed = _hidden(torch.float64), _seed()
    images = _pages(model, 8, 0, torch.float64)
    on_cpu = _patch(student, model, images, 0, steps=2, seed=seed)
    look_at = "draw on generator.device, then move it to images.device: no .cpu(), no NumPy"
    place = "beside them" if beside else "on the CPU"
    says = f"a model and images on an accelerator are to be taken, with a generator {place}"
    with expect_nothing_raised(says=says, look_at=look_at):
        answer = student.run(_there, MODEL, dict(model.state_dict()), images, seed, beside)
    patch, stray, moved, round_trip = _parts(answer, 4)

    says = "model and images are on an accelerator, but the sticker is on another device"
    expect_equal(stray, False, says=says, look_at=look_at)
    expect_equal(moved, False, says="the model is on another device than before", look_at=look_at)
    says = "images are copied from the accelerator to the CPU"
    expect_equal(round_trip, False, says=says, look_at=look_at)
    patch = expect_tensor(patch)
    alike = patch.numel() in (on_cpu.numel(), SIZE * SIZE)
    expect_true(alike, says="the sticker of an accelerator has another size than the one of the CPU")
    patch = (patch if patch.numel() == on_cpu.numel() else patch.repeat(2, 1, 1)).reshape(on_cpu.shape)
    if not beside:  # a real accelerator draws other numbers from the same seed
        says = "the sticker of an accelerator is not the one of the CPU"
        expect_true(torch.allclose(patch, on_cpu, rtol=0, atol=1e-4), says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _trained(student, code, state, images, target, size, steps, seed):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]().to(images.dtype).eval()
    model.load_state_dict(state)
    torch.manual_seed(seed)  # who draws from the global state fails the test about that, and no other
    generator = torch.Generator().manual_seed(seed)
    return student.train_patch(model, images, target, size=size, steps=steps, generator=generator)


def _has_graph(student, code, images, seed):
    scope = {"nn": nn}
    exec(code, scope)
    generator = torch.Generator().manual_seed(seed)
    model = scope["_model"]().eval()
    return student.train_patch(model, images, 0, size=6, steps=3, generator=generator).requires_grad


def _forwards(student, code, state, images, seed):
    """How often the first layer is run with 3 and with 23 steps."""
    scope = {"nn": nn}
    exec(code, scope)
    counts = []
    for steps in (3, 23):
        model, runs = scope["_model"]().eval(), []
        model.load_state_dict(state)
        model.conv.register_forward_pre_hook(lambda module, given, runs=runs: runs.append(1))
        generator = torch.Generator().manual_seed(seed)
        student.train_patch(model, images, 0, size=6, steps=steps, generator=generator)
        counts.append(len(runs))
    return tuple(counts)


def _modes_seen(student, code, images, training, seed):
    """Whether it was in training mode, each time that a layer was run."""
    scope = {"nn": nn}
    exec(code, scope)
    model, modes = scope["_model"]().eval(), []
    (model if training == "all" else model.drop).train()

    for part in (model.conv, model.drop):
        part.register_forward_pre_hook(lambda module, given: modes.append(module.training))
    generator = torch.Generator().manual_seed(seed)
    student.train_patch(model, images, 0, size=6, steps=3, generator=generator)
    return modes


def _traces(student, code, images, modes, seed):
    """What is as it was: modes, gradients, requires_grad, weights, images."""
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]()
    model.train(modes in ("training", "mixed"))
    if modes.startswith("mixed"):
        model.drop.train(modes != "mixed")
    model.conv.bias.requires_grad_(False)
    model.head.weight.grad = torch.ones_like(model.head.weight)

    def look():
        return (
            [part.training for part in model.modules()],
            [None if p.grad is None else p.grad.tolist() for p in model.parameters()],
            [p.requires_grad for p in model.parameters()],
            {name: value.tolist() for name, value in model.state_dict().items()},
            (images.tolist(), images.requires_grad, images.grad is None),
        )

    before = look()
    generator = torch.Generator().manual_seed(seed)
    student.train_patch(model, images, 0, size=6, steps=3, generator=generator)
    return tuple(one == other for one, other in zip(before, look(), strict=True))


def _draws(student, code, state, images, seed):
    """Stickers from two equal generators; was the global state left alone; were draws made elsewhere only."""
    import random

    from torch.overrides import TorchFunctionMode

    others = []

    class Watch(TorchFunctionMode):
        def __init__(self, given):
            super().__init__()
            self.given = given

        def __torch_function__(self, function, types, args=(), kwargs=None):
            used = (kwargs or {}).get("generator")
            if used is not None and used is not self.given:
                others.append(function)
            return function(*args, **(kwargs or {}))

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]().eval()
    model.load_state_dict(state)

    def states():
        return [torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()]

    def train(number):
        generator = torch.Generator().manual_seed(number)
        fresh = generator.get_state()
        with Watch(generator):
            patch = student.train_patch(model, images, 0, size=6, steps=2, generator=generator)
        return patch, bool(others) and torch.equal(generator.get_state(), fresh)

    before = states()
    one, elsewhere = train(seed)
    kept = states() == before
    torch.rand(3)
    return one, train(seed)[0], kept, elsewhere


def _there(student, code, state, images, seed, beside):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]().to(images.dtype).eval()
    model.load_state_dict(state)
    copies = []
    with devices.accelerator(copies) as device:
        there, model = devices.move(images, device), devices.move(model, device)
        torch.manual_seed(seed)
        generator = torch.Generator(device=device if beside else "cpu").manual_seed(seed)
        patch = student.train_patch(model, there, 0, size=6, steps=2, generator=generator)
        stray = devices.any_elsewhere(patch, device)
        moved = devices.any_elsewhere(list(model.parameters()), device)
    round_trip = any(size >= images.numel() for size in copies)
    with devices.accelerator():
        return devices.move(patch, "cpu"), stray, moved, round_trip
