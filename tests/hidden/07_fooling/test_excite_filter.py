"""Hidden suite of `excite_filter`."""
# convnet-canary-7f3a

import inspect
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.testing import (
    expect_equal,
    expect_nothing_raised,
    expect_raises,
    expect_tensor,
    expect_true,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

LOOK_AT_MODES = "note module.training of every module in model.modules(); train() and eval() switch them all"


def _model():
    """A classifier of images (N, 2, 12, 8); its source is sent to the student's process."""
    from collections import OrderedDict

    inner = OrderedDict(
        norm=nn.BatchNorm2d(3), act=nn.LeakyReLU(0.3), drop=nn.Dropout(0.4), conv=nn.Conv2d(3, 4, (2, 1))
    )
    block, head = nn.Sequential(inner), nn.Linear(16, 3)
    return nn.Sequential(
        OrderedDict(conv=nn.Conv2d(2, 3, 4, stride=4), block=block, flat=nn.Flatten(), head=head)
    )


MODEL = inspect.getsource(_model)


def _seed() -> int:
    return int(integers(0, 2**31))


def _hidden() -> nn.Module:
    """The model with hidden weights, none of them nearly 0, so large that plain ascent gets anywhere, too."""
    model = _model().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            drawn = normal(*parameter.shape)
            parameter.copy_(8 * drawn.sign() * (0.2 + drawn.abs()))
        model.conv.bias.zero_()
        model.block.norm.running_mean.copy_(normal(3))
        model.block.norm.running_var.copy_(0.5 + random(3))
    return model


def _levels(model: nn.Module, layer: str, channel: int, images: torch.Tensor) -> torch.Tensor:
    """Mean of the channel's map for each image, in eval mode."""
    maps = []
    hook = model.get_submodule(layer).register_forward_hook(lambda module, given, output: maps.append(output))
    model(images)
    hook.remove()
    return maps[0][:, channel].mean(dim=(1, 2))


def _scale(model: nn.Module, layer: str, channel: int) -> tuple[float, float]:
    """What random images reach, and what small steps uphill reach."""
    with torch.no_grad():
        usual = _levels(model, layer, channel, random(200, 2, 12, 8, dtype=torch.float32)).mean().item()
    images = torch.full((1, 2, 12, 8), 0.5)
    for _ in range(40):
        images.requires_grad_()
        gradient = torch.autograd.grad(_levels(model, layer, channel, images).sum(), images)[0]
        images = (images.detach() + 0.05 * gradient.sign()).clamp(0, 1)
    with torch.no_grad():
        return usual, _levels(model, layer, channel, images).item()


def _images(
    student: Any,
    model: nn.Module,
    layer: str,
    channel: int,
    count: int = 2,
    *,
    modes: str = "evaluation",
    seed: int | None = None,
    **options: Any,
) -> torch.Tensor:
    """What the student found: images of the shape that was asked for, safe to use."""
    shape, seed = (count, 2, 12, 8), _seed() if seed is None else seed
    answer = student.run(
        _excited, MODEL, dict(model.state_dict()), layer, channel, shape, seed, modes, options
    )
    return expect_tensor(
        answer, shape=shape, look_at="return the images, of the shape that was asked for"
    ).real


def _rise(
    student: Any, model: nn.Module, layer: str, channel: int, count: int = 2, **options: Any
) -> torch.Tensor:
    """How far the level of each image rose: 0 is that of random images, 1 what small steps reach."""
    images = _images(student, model, layer, channel, count, **options).float().clamp(0, 1)
    usual, high = _scale(model, layer, channel)
    with torch.no_grad():
        return (_levels(model, layer, channel, images) - usual) / (high - usual)


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="excite_filter gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_images(student: Any) -> None:
    """What is left alone proves nothing where nothing is done."""
    _images(student, _hidden(), "conv", 0, 1, steps=2)


@worth(4)
@parametrize("count", [1, 3])
def test_activation_rises(student, count):
    """Finds images for which the mean of the channel's map is far above that of random images."""
    rise = _rise(student, _hidden(), "conv", 0, count)
    look_at = "climb: add the gradient of output[:, channel].mean(), step after step"
    if bool((rise < -0.3).all()):
        look_at = "the mean is to rise, not to fall; optimisers go downhill"
    expect_true(
        bool((rise > 0.6).all()),
        says="the channel responds hardly more to the images than to random ones",
        look_at=look_at,
        staff=f"rise {rise.tolist()}",
    )


@worth(2)
@parametrize("channel", [1, 2])
def test_channel(student, channel):
    """Excites the channel that is asked for, and not another one."""
    rise = _rise(student, _hidden(), "conv", channel)
    says = "another channel than the first one hardly responds to the images"
    look_at = "output[:, channel] of the layer's output (N, C, H, W)"
    expect_true(bool((rise > 0.6).all()), says=says, look_at=look_at, staff=f"rise {rise.tolist()}")


@worth(2)
@parametrize("layer, channel", [("block.conv", 0), ("block.conv", 3), ("block.norm", 0), ("block.norm", 2)])
def test_dotted_names(student, layer, channel):
    """Finds modules inside modules by their dotted name, and looks at what they give."""
    look_at = "dict(model.named_modules())[layer], or model.get_submodule(layer); the output of that module"
    with expect_nothing_raised(says="a module inside a module is to be found", look_at=look_at):
        rise = _rise(student, _hidden(), layer, channel)
    says = "a channel of a module inside a module hardly responds to the images"
    expect_true(bool((rise > 0.5).all()), says=says, look_at=look_at, staff=f"rise {rise.tolist()}")


@worth(2)
@parametrize(
    "layer", ["nothing", "block.nothing", "conv.weight", "bloc", "norm", "forward", "conv2d", "training"]
)
def test_unknown_layer_raises(student, layer):
    """Raises ValueError for a name that no module of the model has."""
    _expect_images(student)
    with expect_raises(
        ValueError,
        says="a layer that does not exist",
        look_at="look whether the name is among dict(model.named_modules()) before you use it",
    ):
        _images(student, _hidden(), layer, 0)


@worth(2)
@parametrize("layer", ["conv", "block"])
def test_range(student, layer):
    """Returns images in [0, 1], without a graph."""
    images = _images(student, _hidden(), layer, 1, 2)
    inside = bool(((images >= -1e-6) & (images <= 1 + 1e-6)).all())
    look_at = "clamp(0, 1) after each step"
    expect_true(inside, says="there are pixels below 0 or above 1", look_at=look_at)
    graph = student.run(_has_graph, MODEL, _seed())
    says = "the images hold on to a graph, or require gradients"
    expect_equal(graph, False, says=says, look_at="detach() what is returned")
    silent = _hidden()
    with torch.no_grad():
        silent.conv.weight[1] = 0
    whole = student.run(_all_finite, MODEL, dict(silent.state_dict()), _seed())
    says = "where no pixel has a say in the channel, the images are not in [0, 1], but NaN"
    expect_equal(whole, True, says=says, look_at="the gradient is 0: do not divide by its size alone")


@worth(1)
def test_steps_and_lr(student):
    """Takes as many steps as it is told, and steps as large as it is told."""
    _expect_images(student)
    model, seed = _hidden(), _seed()
    counts = student.run(_forwards, MODEL, dict(model.state_dict()), seed)
    few, many, usual, default = _parts(counts, 4)
    counted = type(few) is int and type(many) is int and many >= few + 10
    says = "more steps do not ask the model more often"
    expect_true(counted, says=says, look_at="for _ in range(steps)")
    says = "without steps, it does not take as many as the signature says"
    expect_true(type(usual) is int and usual == default, says=says, look_at="steps: int = 64")
    tiny = _rise(student, model, "conv", 1, 4, steps=1, lr=1e-3, seed=seed).mean().item()
    says = "a single step with a tiny lr changes the images far"
    expect_true(tiny < 0.5, says=says, look_at="hand steps and lr on", staff=f"rise {tiny}")
    small, large = (_images(student, model, "conv", 1, seed=seed, steps=2, lr=lr) for lr in (1e-4, 0.1))
    says = "with a lr a thousand times as large, the images are the same"
    expect_true(not torch.allclose(small, large, atol=1e-3), says=says, look_at="lr is the size of a step")
    says = "without lr, the steps are not as large as the signature says"
    default = _images(student, model, "conv", 1, seed=seed, steps=2)
    expect_true(torch.allclose(default, large, atol=1e-3), says=says, look_at="lr: float = 0.1")


@worth(2)
@parametrize("existing", [0, 2])
def test_hooks_are_removed(student, existing):
    """Leaves no hook behind, and removes none that was there before."""
    _expect_images(student)
    before, after = _parts(student.run(_hooks, MODEL, existing, _seed()), 2)
    whole = type(before) is list and type(after) is list and len(before) == len(after)
    expect_true(whole, says="the modules of the model have changed")
    left = any(type(b) is not int or type(a) is not int or a > b for b, a in zip(before, after, strict=True))
    expect_true(not left, says="a hook is left behind", look_at="handle.remove(), in a finally")
    says = "a hook that was there before is gone"
    expect_true(before == after, says=says, look_at="remove your own hook only, by its handle")


@worth(1)
@parametrize("modes", ["training", "mixed"])
def test_eval_mode(student, modes):
    """Uses the model in eval mode, whatever mode it comes in."""
    model, seed, layer = _hidden(), _seed(), "block"
    options = {"steps": 4, "lr": 0.05, "seed": seed}
    due = _images(student, model, layer, 1, 3, **options)
    again = _images(student, model, layer, 1, 3, **options)
    says = "the same generator gives other images"
    look_at = "hand the generator to every random draw"
    expect_true(torch.allclose(due, again, atol=1e-3), says=says, look_at=look_at)
    actual = _images(student, model, layer, 1, 3, modes=modes, **options)
    expect_true(
        torch.allclose(actual, due, rtol=0, atol=1e-3),
        says="a model that comes in training mode gives other images than in eval mode",
        look_at="model.eval() before the forward pass: dropout and batch norm act differently in training",
    )


@worth(1)
@parametrize("modes", ["training", "evaluation", "mixed", "mixed the other way"])
def test_modes_are_restored(student, modes):
    """Gives every module of the model its own mode back."""
    _expect_images(student)
    kept, *_ = _parts(student.run(_traces, MODEL, modes, _seed()), 4)
    expect_equal(kept, True, says="a module is in another mode than before", look_at=LOOK_AT_MODES)


@worth(1)
def test_model_is_left_alone(student):
    """Leaves weights, their gradients and `requires_grad`, and the statistics as they were."""
    _expect_images(student)
    _, gradients, needs, state = _parts(student.run(_traces, MODEL, "evaluation", _seed()), 4)

    says = "gradients of the model's weights have changed"
    look_at = "torch.autograd.grad(…, images) leaves the weights' .grad alone; backward() adds to them"
    expect_equal(gradients, True, says=says, look_at=look_at)
    says = "requires_grad of a weight has changed"
    expect_equal(needs, True, says=says, look_at="only the images need to require a gradient")
    expect_equal(state, True, says="weights or statistics of the model have changed")


@worth(1)
def test_generator(student):
    """The generator decides what is random, and the global random state is left alone."""
    *images, kept = _parts(student.run(_draws, MODEL, dict(_hidden().state_dict()), _seed()), 4)
    one, same, other = (expect_tensor(entry, shape=(2, 2, 12, 8)) for entry in images)

    look_at = "torch.rand(shape, generator=generator, device=generator.device)"
    says = "the global random state changed in spite of a generator"
    expect_equal(kept, True, says=says, look_at=look_at)
    says = "the same generator gives other images"
    expect_true(torch.allclose(one, same, atol=1e-4), says=says, look_at=look_at)
    says = "the images are the same, although the generator is in another state"
    expect_true(not torch.allclose(one, other, atol=1e-4), says=says, look_at=look_at)
    says = "after two small steps the images are all the same"
    look_at = "draw a starting point for each image"
    expect_true(not torch.allclose(one[0], one[1], atol=1e-4), says=says, look_at=look_at)


@worth(1)
@parametrize("beside", [False, True])
def test_device_parity(student, beside):
    """Gives images on the model's device, wherever the generator is, and the same as on the CPU."""
    model, seed = _hidden(), _seed()
    on_cpu = _images(student, model, "conv", 1, 2, steps=3, lr=0.05, seed=seed)
    look_at = "draw on generator.device, then move to the device of the model's weights: no .cpu(), no NumPy"
    place = "beside it" if beside else "on the CPU"
    says = f"a model on an accelerator is to be taken, with a generator {place}"
    with expect_nothing_raised(says=says, look_at=look_at):
        answer = student.run(_there, MODEL, dict(model.state_dict()), seed, beside)
    images, stray, moved, round_trip = _parts(answer, 4)

    says = "the model is on an accelerator, but the images are on another device"
    expect_equal(stray, False, says=says, look_at=look_at)
    expect_equal(moved, False, says="the model is on another device than before", look_at=look_at)
    says = "images are copied from the accelerator to the CPU"
    expect_equal(round_trip, False, says=says, look_at=look_at)
    images = expect_tensor(images, shape=on_cpu.shape)
    if not beside:  # a real accelerator draws other numbers from the same seed
        says = "the images on an accelerator are not those on the CPU"
        expect_true(torch.allclose(images, on_cpu, rtol=0, atol=1e-3), says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _excited(student, code, state, layer, channel, shape, seed, modes, options):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]()
    model.load_state_dict(state)
    model.train(modes == "training")
    if modes == "mixed":
        model.block.norm.train()
        model.block.drop.train()
    torch.manual_seed(seed)  # who draws from the global state fails the test about that, and no other
    generator = torch.Generator().manual_seed(seed)
    return student.excite_filter(model, layer, channel, shape=shape, generator=generator, **options)


def _has_graph(student, code, seed):
    scope = {"nn": nn}
    exec(code, scope)
    generator = torch.Generator().manual_seed(seed)
    model = scope["_model"]().eval()
    options = {"shape": (1, 2, 12, 8), "steps": 3, "generator": generator}
    return student.excite_filter(model, "conv", 1, **options).requires_grad


def _all_finite(student, code, state, seed):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]().eval()
    model.load_state_dict(state)
    options = {"shape": (1, 2, 12, 8), "steps": 3, "generator": torch.Generator().manual_seed(seed)}
    return bool(student.excite_filter(model, "conv", 1, **options).isfinite().all())


def _forwards(student, code, state, seed):
    """How often the first layer is run with 3, 23 and 64 steps, and by default."""
    scope = {"nn": nn}
    exec(code, scope)
    counts = []
    for given in ({"steps": 3}, {"steps": 23}, {"steps": 64}, {}):
        model, runs = scope["_model"]().eval(), []
        model.load_state_dict(state)
        model.conv.register_forward_pre_hook(lambda module, given, runs=runs: runs.append(1))
        generator = torch.Generator().manual_seed(seed)
        options = {"shape": (1, 2, 12, 8), "lr": 0.01, "generator": generator}
        student.excite_filter(model, "conv", 1, **options, **given)
        counts.append(len(runs))
    return tuple(counts)


def _hooks(student, code, existing, seed):
    """Number of hooks of each module, before and after."""
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]().eval()
    for _ in range(existing):
        model.conv.register_forward_hook(lambda module, given, output: None)
        model.register_forward_pre_hook(lambda module, given: None)

    def count():
        kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
        return [sum(len(getattr(part, kind)) for kind in kinds) for part in model.modules()]

    before = count()
    generator = torch.Generator().manual_seed(seed)
    options = {"shape": (1, 2, 12, 8), "steps": 3, "generator": generator}
    student.excite_filter(model, "conv", 1, **options)
    return before, count()


def _traces(student, code, modes, seed):
    """What is as it was: modes, gradients, requires_grad, weights and statistics."""
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]()
    model.train(modes in ("training", "mixed"))
    if modes.startswith("mixed"):
        model.block.norm.train(modes != "mixed")
    model.conv.bias.requires_grad_(False)
    model.conv.weight.grad = torch.ones_like(model.conv.weight)

    def look():
        return (
            [part.training for part in model.modules()],
            [None if p.grad is None else p.grad.tolist() for p in model.parameters()],
            [p.requires_grad for p in model.parameters()],
            {name: value.tolist() for name, value in model.state_dict().items()},
        )

    before = look()
    generator = torch.Generator().manual_seed(seed)
    options = {"shape": (2, 2, 12, 8), "steps": 3, "generator": generator}
    student.excite_filter(model, "conv", 1, **options)
    return tuple(one == other for one, other in zip(before, look(), strict=True))


def _draws(student, code, state, seed):
    """Images from two equal generators and another one; and whether the global state was left alone."""
    import random

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]().eval()
    model.load_state_dict(state)

    def states():
        return [torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()]

    def excite(number):
        generator = torch.Generator().manual_seed(number)
        options = {"shape": (2, 2, 12, 8), "steps": 2, "lr": 0.01, "generator": generator}
        return student.excite_filter(model, "conv", 1, **options)

    before = states()
    one = excite(seed)
    kept = states() == before
    torch.rand(3)
    return one, excite(seed), excite(seed + 1), kept


def _there(student, code, state, seed, beside):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]().eval()
    model.load_state_dict(state)
    copies = []
    with devices.accelerator(copies) as device:
        model = devices.move(model, device)
        torch.manual_seed(seed)
        generator = torch.Generator(device=device if beside else "cpu").manual_seed(seed)
        options = {"shape": (2, 2, 12, 8), "steps": 3, "lr": 0.05, "generator": generator}
        images = student.excite_filter(model, "conv", 1, **options)
        stray = devices.any_elsewhere(images, device)
        moved = devices.any_elsewhere(list(model.parameters()), device)
    round_trip = any(size >= 2 * 2 * 12 * 8 for size in copies)
    with devices.accelerator():
        return devices.move(images, "cpu"), stray, moved, round_trip
