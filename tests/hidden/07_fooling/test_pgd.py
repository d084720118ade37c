"""Hidden suite of `pgd`."""
# convnet-canary-7f3a

import inspect
import math
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    expect_at_least,
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

LOOK_AT_MODES = "note module.training of every module in model.modules(); train() and eval() switch them all"


def _model(kind):
    """A classifier of images (N, 2, 6, 5); its source is sent to the student's process."""
    from collections import OrderedDict

    conv, head = nn.Conv2d(2, 4, (3, 2)), nn.Linear(64, 2)
    if kind == "linear":  # the gradient has the same signs wherever it is taken
        layers = OrderedDict(flat=nn.Flatten(), head=nn.Linear(60, 2))
    elif kind == "curved":
        layers = OrderedDict(conv=conv, act=nn.Tanh(), flat=nn.Flatten(), head=head)
    else:
        block = nn.Sequential(nn.BatchNorm2d(4), nn.Dropout(0.4), nn.Tanh())
        layers = OrderedDict(
            conv=nn.Conv2d(2, 4, (3, 2)), block=block, flat=nn.Flatten(), head=nn.Linear(64, 2)
        )
    return nn.Sequential(layers).double()


MODEL = inspect.getsource(_model)


def _hidden(kind: str, dtype: torch.dtype = torch.float64) -> nn.Module:
    """The model with hidden weights and statistics, in eval mode."""
    model = _model(kind).to(dtype).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(normal(*parameter.shape) / (4 if kind == "linear" else 1.5))
        for name, buffer in model.named_buffers():
            if buffer.is_floating_point():
                buffer.copy_(0.5 + random(*buffer.shape) if "var" in name else normal(*buffer.shape))
        if kind == "linear":  # no pixel is so unimportant that rounding would decide about its sign
            first, second = model.head.weight
            second.copy_(first + normal(60).sign() * (0.1 + 0.3 * random(60)))
    return model


def _case(count: int, dtype: torch.dtype = torch.float64) -> tuple[torch.Tensor, torch.Tensor]:
    """Images that are nowhere near black or white, and labels."""
    return 0.3 + 0.4 * random(count, 2, 6, 5, dtype=dtype), integers(0, 2, count)


def _seed() -> int:
    return int(integers(0, 2**31))


def _loss(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return F.cross_entropy(model(images), labels, reduction="sum")


def _sign(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Of the gradient, for the oracle."""
    images = images.clone().requires_grad_()
    return torch.autograd.grad(_loss(model, images, labels), images)[0].sign()


def _attacked(
    student: Any,
    model: nn.Module,
    kind: str,
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilon: float,
    step_size: float,
    steps: int,
    *,
    seed: int | None = None,
    modes: str = "evaluation",
    **options: Any,
) -> torch.Tensor:
    """What the student makes of the images: a tensor of their shape, safe to use."""
    state, options = dict(model.state_dict()), {**options, "step_size": step_size, "steps": steps}
    attacked = student.run(_fooled, MODEL, kind, state, images, labels, epsilon, seed, modes, options)
    return expect_tensor(attacked, shape=images.shape, look_at="return the attacked images").real


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="pgd gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_an_attack(student: Any) -> None:
    """What is left alone proves nothing where nothing is done."""
    images, labels = _case(3)
    attacked = _attacked(student, _hidden("linear"), "linear", images, labels, 0.1, 0.05, 2)
    moved = bool(((attacked.double() - images).abs() > 1e-5).any())
    expect_true(moved, says="no pixel is moved", look_at="get the steps right first")


def _chance(hits: int, draws: int, share: float) -> bool:
    """Whether that many hits can be chance: "no" is wrong once in 10**12 (Bernstein's inequality)."""
    slack = 28.4 / 3 + ((28.4 / 3) ** 2 + 2 * 28.4 * draws * share * (1 - share)) ** 0.5
    return abs(hits - draws * share) <= slack


@worth(3)
@parametrize("count", [1, 5])
@parametrize("epsilon, step_size, steps", [(0.2, 0.03, 1), (0.2, 0.03, 2), (0.2, 0.02, 7), (0.25, 0.01, 20)])
def test_steps_add_up(student, count, epsilon, step_size, steps):
    """Takes as many steps as asked for, each by step_size along the sign of the gradient."""
    model, (images, labels) = _hidden("linear"), _case(count)
    actual = _attacked(student, model, "linear", images, labels, epsilon, step_size, steps)

    expected = images + steps * step_size * _sign(model, images, labels)
    moved, due = (actual.double() - images).abs(), steps * step_size
    says, look_at = (
        "the pixels do not move in the right direction",
        "up where that raises the loss, else down",
    )
    if bool((moved > due + 1e-5).any()):
        says, look_at = (
            "pixels move farther than by steps · step_size",
            "each step moves a pixel by step_size",
        )
    elif bool((moved < due - 1e-5).any()):
        says = "where the ball is large enough, pixels move less far than by steps · step_size"
        look_at = "step_size times the sign, steps times; each step begins where the last one ended"
    expect_close(actual.double(), expected, says=says, look_at=look_at, rtol=0, atol=1e-5)


@worth(3)
@parametrize("started", ["at the images", "at random"])
@parametrize("epsilon, step_size, steps", [(0.1, 0.03, 8), (0.05, 0.2, 3), (0.3, 0.05, 12)])
def test_ball(student, started, epsilon, step_size, steps):
    """Stays within epsilon of the images and within [0, 1], after every step."""
    _expect_an_attack(student)
    model, (images, labels) = _hidden("curved"), _case(6)
    images = (1.5 * random(*images.shape) - 0.25).clamp(0, 1)  # a third of all pixels are black or white
    seed = None if started == "at the images" else _seed()
    state = dict(model.state_dict())
    answer = student.run(_watched, MODEL, state, images, labels, epsilon, seed, step_size, steps)
    attacked, seen = _parts(answer, 2)

    look_at = "after each step: back to within epsilon of the images that were given, and to [0, 1]"
    for pixels, when in ((attacked, "in the end"), (seen, "between the steps")):
        pixels = expect_tensor(pixels, look_at="hand the model images of the shape that was given")
        expect_true(pixels.shape[1:] == images.shape[1:], says="the images have lost their shape")
        pixels = pixels.real.double()
        inside = bool(((pixels >= -1e-6) & (pixels <= 1 + 1e-6)).all())
        expect_true(inside, says=f"{when} there are pixels below 0 or above 1", look_at=look_at)
        # The model may have been shown the images in any order and in any batches.
        far = (pixels[:, None] - images).abs().flatten(2).amax(2).amin(1)
        says = f"{when} there are pixels farther than epsilon from where they were"
        expect_true(bool((far <= epsilon + 1e-5).all()), says=says, look_at=look_at)


@worth(2)
@parametrize("epsilon, step_size, steps", [(0.1, 0.03, 8), (0.2, 0.15, 2), (0.05, 0.05, 1)])
def test_reaches_the_border(student, epsilon, step_size, steps):
    """Uses the whole ball where steps · step_size is large enough: the loss is at least that of FGSM."""
    model, (images, labels) = _hidden("linear"), _case(6)
    actual = _attacked(student, model, "linear", images, labels, epsilon, step_size, steps).double()
    border = images + epsilon * _sign(model, images, labels)

    expect_at_least(
        _loss(model, actual.clamp(0, 1), labels).item(),
        0.999 * _loss(model, border, labels).item(),
        says="the loss is smaller than that of FGSM, although steps · step_size reaches epsilon",
        look_at="a step that would leave the ball ends at its border",
    )


@worth(2)
def test_gradient_is_taken_anew(student):
    """Where the loss is curved, many small steps raise it further than the single step of FGSM."""
    model, (images, labels) = _hidden("curved"), _case(48)
    epsilon, step_size, steps = 0.3, 0.05, 12
    actual = _attacked(student, model, "curved", images, labels, epsilon, step_size, steps).double()
    actual = torch.minimum(torch.maximum(actual, images - epsilon), images + epsilon).clamp(0, 1)

    one_step = images + epsilon * _sign(model, images, labels)
    many = images
    for _ in range(steps):
        many = many + step_size * _sign(model, many, labels)
        many = torch.minimum(torch.maximum(many, images - epsilon), images + epsilon)
    low, high = (_loss(model, attacked, labels).item() for attacked in (one_step, many))
    expect_at_least(
        _loss(model, actual, labels).item(),
        low + 0.5 * (high - low),
        says="many small steps raise the loss hardly further than one large step",
        look_at="take the gradient anew at each step, where the last one ended; and step by its sign",
    )


@worth(1)
def test_starts_at_the_images(student):
    """Without a generator, it starts at the images, and draws nothing at random."""
    _expect_an_attack(student)
    model, (images, labels) = _hidden("linear"), _case(4)
    actual = _attacked(student, model, "linear", images, labels, 0.2, 1e-9, 1)
    says = "without a generator it does not start at the images"
    look_at = "only a generator asks for a random start"
    expect_close(actual.double(), images, says=says, look_at=look_at, rtol=0, atol=1e-6)


@worth(3)
def test_random_start(student):
    """With a generator, it starts at a uniform random point of the ball, each pixel by itself."""
    model, epsilon, count = _hidden("linear"), 0.2, 200
    images, labels = _case(count)
    actual = _attacked(student, model, "linear", images, labels, epsilon, 1e-9, 1, seed=_seed())
    drawn = ((actual.double() - images) / epsilon).flatten(1)  # uniform in [−1, 1]

    look_at = "epsilon · (2 · torch.rand(images.shape, generator=generator, …) − 1), added to the images"
    expect_true(bool(drawn.any()), says="with a generator it still starts at the images", look_at=look_at)
    expect_true(
        bool((drawn.abs() <= 1 + 1e-5).all()), says="the random start lies out of the ball", look_at=look_at
    )
    # Of n products of independent numbers, the mean has a standard deviation of 1 / (3 √n).
    for one, other, says in (
        (drawn[1:], drawn[:-1], "the random start of an image depends on that of another"),
        (drawn[:, 1:], drawn[:, :-1], "the random start moves neighbouring pixels alike"),
        (drawn[:, 30:], drawn[:, :30], "the random start moves the channels alike"),
        (drawn[:, 5:30], drawn[:, :25], "the random start moves neighbouring rows alike"),
    ):
        chance = 8 / (3 * math.sqrt(one.numel()))
        expect_true((one * other).mean().abs().item() < chance, says=says, look_at=look_at)
    bins = torch.histc(drawn, 8, -1.0001, 1.0001).long().tolist()
    says = "the random start does not lie anywhere in the ball with equal chance"
    even = all(_chance(hits, drawn.numel(), 1 / 8) for hits in bins)
    expect_true(even, says=says, look_at=look_at)


@worth(1)
def test_generator(student):
    """The generator decides where it starts, and the global random state is left alone."""
    images, labels = _case(4)
    model = _hidden("linear")
    answer = student.run(_draws, MODEL, dict(model.state_dict()), images, labels, _seed())
    *attacked, kept, kept_without = _parts(answer, 6)
    one, same, other, next_one = (expect_tensor(entry, shape=images.shape) for entry in attacked)

    look_at = "hand the generator to every random draw, and never seed it"
    says = "the global random state changed in spite of a generator"
    expect_equal(kept, True, says=says, look_at=look_at)
    says = "the same generator gives another result"
    expect_true(torch.equal(one, same), says=says, look_at=look_at)
    says = "the result is the same, although the generator is in another state"
    expect_true(not torch.equal(one, other), says=says, look_at=look_at)
    expect_true(not torch.equal(one, next_one), says=says, look_at=look_at)
    says = "the global random state changed, although no generator was given"
    expect_equal(kept_without, True, says=says, look_at="without a generator there is nothing to draw")


@worth(2)
@parametrize("seeded", [False, True])
def test_targeted(student, seeded):
    """With targeted, it goes towards the labels: of two classes, away from the other."""
    _expect_an_attack(student)
    model, (images, labels), seed = _hidden("linear"), _case(5), _seed() if seeded else None
    walk = 0.1, 0.03, 5
    away = _attacked(student, model, "linear", images, labels, *walk, seed=seed)
    towards = _attacked(student, model, "linear", images, 1 - labels, *walk, seed=seed, targeted=True)
    expect_close(
        towards,
        away,
        says="a targeted attack does not move the pixels towards the labels",
        look_at="labels are now what the images are to be read as: their loss is to fall, in every step",
        rtol=0,
        atol=1e-5,
    )


@worth(1)
@parametrize("seeded", [False, True])
def test_detached(student, seeded):
    """Returns images without a graph."""
    _expect_an_attack(student)
    answer = student.run(_has_graph, MODEL, *_case(3), _seed() if seeded else None)
    says = "the attacked images hold on to a graph, or require gradients"
    expect_equal(answer, False, says=says, look_at="detach() what is returned")


@worth(1)
@parametrize("modes", ["training", "mixed"])
def test_eval_mode(student, modes):
    """Uses the model in eval mode, whatever mode it comes in."""
    _expect_an_attack(student)
    model, (images, labels) = _hidden("mixed"), _case(8)
    walk = 0.1, 0.03, 3
    expect_close(
        _attacked(student, model, "mixed", images, labels, *walk, modes=modes),
        _attacked(student, model, "mixed", images, labels, *walk),
        says="a model that comes in training mode is attacked otherwise than in eval mode",
        look_at="model.eval() before the forward pass: dropout and batch norm act differently in training",
        rtol=0,
        atol=1e-5,
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
@parametrize("seeded", [False, True])
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_and_slices(student, dtype, seeded):
    """Keeps the dtype, and takes slices and transposes of larger tensors."""
    model, labels, seed = _hidden("linear", dtype), integers(0, 2, 8), _seed() if seeded else None
    wide, turned = random(8, 2, 6, 10, dtype=dtype), random(4, 2, 5, 6, dtype=dtype)
    walk = 0.1, 0.03, 3
    for images in (wide[::2, :, :, ::2], turned.mT):
        copies = images.contiguous(), labels[::2].clone()
        due = _attacked(student, model, "linear", *copies, *walk, seed=seed)
        look_at = "view needs contiguous memory; no .float(), no fixed dtype, also for what is drawn"
        with expect_nothing_raised(says="slices and transposes are to be taken", look_at=look_at):
            actual = _attacked(student, model, "linear", images, labels[::2], *walk, seed=seed)
        actual = expect_tensor(actual, dtype=dtype, look_at=look_at)
        says = "a slice or a transpose of a larger tensor is attacked otherwise than its copy"
        if not seeded:  # rand_like fills memory in the order in which it lies: another start is as good
            expect_close(actual, due, says=says, look_at=look_at, rtol=0, atol=1e-5)


@worth(1)
@parametrize("place", ["none", "on the CPU", "beside the images"])
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype, place):
    """Gives the same for a model and images on an accelerator, wherever the generator is, and stays there."""
    model, (images, labels), seed = _hidden("linear", dtype), _case(4, dtype), _seed()
    if place == "none":
        seed = None
    on_cpu = _attacked(student, model, "linear", images, labels, 0.1, 0.03, 3, seed=seed)
    look_at = "draw on generator.device, then move it to images.device: no .cpu(), no NumPy"
    with expect_nothing_raised(
        says="a model and images on an accelerator are to be taken"
        + ("" if place == "none" else f", with a generator {place}"),
        look_at=look_at,
    ):
        beside = place == "beside the images"
        answer = student.run(_there, MODEL, dict(model.state_dict()), images, labels, seed, beside)
    attacked, stray, moved, round_trip = _parts(answer, 4)

    says = "model and images are on an accelerator, but the result is on another device"
    expect_equal(stray, False, says=says, look_at=look_at)
    expect_equal(moved, False, says="the model is on another device than before", look_at=look_at)
    says = "images are copied from the accelerator to the CPU"
    expect_equal(round_trip, False, says=says, look_at=look_at)
    if not beside:  # a real accelerator draws other numbers from the same seed
        says = "the attacked images on an accelerator are not those on the CPU"
        expect_close(attacked, on_cpu, says=says, look_at=look_at, rtol=0, atol=1e-5)


# ------------------------------------------------------------------ run beside the student's code


def _fooled(student, code, kind, state, images, labels, epsilon, seed, modes, options):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind).to(images.dtype)
    model.load_state_dict(state)
    model.train(modes == "training")
    if modes == "mixed":
        model.block[1].train()
    torch.manual_seed(0)  # who draws from the global state fails the tests about that, and no other
    if seed is not None:
        options["generator"] = torch.Generator().manual_seed(seed)
    return student.pgd(model, images, labels, epsilon, **options)


def _watched(student, code, state, images, labels, epsilon, seed, step_size, steps):
    """The attacked images, and all images that the model was shown on the way."""
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("curved").eval()
    model.load_state_dict(state)
    seen = []
    model.conv.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0].detach().clone()))
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    options = {"step_size": step_size, "steps": steps, "generator": generator}
    attacked = student.pgd(model, images, labels, epsilon, **options)
    alike = seen and all(batch.shape[1:] == images.shape[1:] for batch in seen)
    return attacked, torch.cat(seen) if alike else images[:0]


def _draws(student, code, state, images, labels, seed):
    """Four attacks, two from equal generators; and whether the global random state was left alone."""
    import random

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("linear").eval()
    model.load_state_dict(state)

    def states():
        return [torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()]

    def attack(generator):
        options = {"step_size": 0.01, "steps": 2, "generator": generator}
        return student.pgd(model, images, labels, 0.2, **options)

    first, same, other = (torch.Generator().manual_seed(number) for number in (seed, seed, seed + 1))
    before = states()
    one = attack(first)
    kept = states() == before
    torch.rand(3)
    again, another, next_one = attack(same), attack(other), attack(first)
    before = states()
    attack(None)
    return one, again, another, next_one, kept, states() == before


def _has_graph(student, code, images, labels, seed):
    scope = {"nn": nn}
    exec(code, scope)
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    options = {"step_size": 0.05, "steps": 3, "generator": generator}
    return student.pgd(scope["_model"]("curved").eval(), images, labels, 0.1, **options).requires_grad


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
    student.pgd(model, images, labels, 0.1, step_size=0.05, steps=2)
    return tuple(one == other for one, other in zip(before, look(), strict=True))


def _there(student, code, state, images, labels, seed, beside):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("linear").to(images.dtype)
    model.load_state_dict(state)
    copies = []
    with devices.accelerator(copies) as device:
        there = devices.move((images, labels), device)
        model = devices.move(model.eval(), device)
        generator = None
        torch.manual_seed(0)
        if seed is not None:
            generator = torch.Generator(device=device if beside else "cpu").manual_seed(seed)
        options = {"step_size": 0.03, "steps": 3, "generator": generator}
        attacked = student.pgd(model, *there, 0.1, **options)
        stray = devices.any_elsewhere(attacked, device)
        moved = devices.any_elsewhere(list(model.parameters()), device)
    round_trip = any(size >= images.numel() for size in copies)
    with devices.accelerator():
        return devices.move(attacked, "cpu"), stray, moved, round_trip
