"""Hidden suite of `Augment`."""
# convnet-canary-7f3a

from typing import Any

import torch
from torch import nn

from autograder.testing import (
    expect_close,
    expect_equal,
    expect_nothing_raised,
    expect_tensor,
    expect_true,
    integers,
    parametrize,
    random,
    worth,
)

LOOK_AT_ORDER = "in training mode, hand the images from one transform to the next, first to last"


def _seed() -> int:
    return int(integers(0, 2**31))


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="Augment gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_active(student: Any) -> None:
    """A module that never does anything proves nothing where nothing is to be done."""
    images = random(2, 1, 3, 3)
    actual = expect_tensor(student.run(_one_step, images), shape=images.shape, look_at=LOOK_AT_ORDER)
    changed = not torch.equal(actual.real.double(), images)
    expect_true(
        changed, says="nothing happens in training mode, in which a module starts", look_at=LOOK_AT_ORDER
    )


@worth(3)
@parametrize("order", [[0], [0, 1], [1, 0], [2, 0, 1], [1, 2, 0, 0, 1], []])
def test_order(student, order):
    """Applies all transforms in training mode, in which it starts, in the order in which they were given."""
    images = random(3, 2, 4, 5)
    expected = images
    for step in order:
        expected = (expected + 0.5, expected * 3.0, expected.flip(-1) ** 2)[step]

    expect_close(
        student.run(_steps, images, order),
        expected,
        says="a single transform does not give what it gives by itself"
        if len(order) == 1
        else f"{len(order) or 'no'} transforms do not give what they give one after the other",
        look_at=LOOK_AT_ORDER,
    )
    _expect_active(student)


@worth(3)
@parametrize("way", ["eval", "train(False)", "in a model", "without gradients"])
def test_eval_mode(student, way):
    """Leaves images as they are in eval mode, also inside a model; in training mode it acts again."""
    images = random(3, 2, 4, 5)
    before, silent, after = _parts(student.run(_in_both_modes, images, way), 3)

    look_at = "ask self.training, which train() and eval() set, each time that forward runs"
    double = expect_tensor(before, shape=images.shape, look_at=look_at).real.double()
    active = torch.allclose(double, images + 1)
    says = "nothing happens in training mode" + (" under no_grad" if way == "without gradients" else "")
    expect_true(active, says=says, look_at=look_at)
    expect_close(silent, images, says="images change in eval mode", look_at=look_at)
    double = expect_tensor(after, shape=images.shape, look_at=look_at).real.double()
    active = torch.allclose(double, images + 1)
    says = "nothing happens any more, once the module was in eval mode and is in training mode again"
    expect_true(active, says=says, look_at=look_at)


@worth(1)
def test_eval_mode_draws_nothing(student):
    """Calls no transform in eval mode, and leaves its generator where it was."""
    _expect_active(student)
    calls, kept = _parts(student.run(_calls_in_eval_mode, random(3, 2, 4, 5), _seed()), 2)

    look_at = "ask self.training before you call a transform, not after"
    says = "transforms are called in eval mode, although their result is not used"
    expect_true(calls == 0, says=says, look_at=look_at)
    expect_true(kept, says="the generator moves on in eval mode", look_at=look_at)


@worth(2)
@parametrize("way", ["seeded", "assigned"])
def test_generator(student, way):
    """Its attribute `generator` repeats what was drawn, when it is seeded or replaced, whoever else draws."""
    images = random(3, 2, 4, 5)
    answer = student.run(_repeats, images, _seed(), way)
    says = "its attribute generator is no torch.Generator"
    expect_true(answer is not None, says=says, look_at="self.generator = torch.Generator(), in __init__")
    one, same, other = (expect_tensor(values, shape=images.shape).real for values in _parts(answer, 3))

    look_at = "keep a torch.Generator as self.generator, and hand that very one to every transform"
    how = "seeded anew" if way == "seeded" else "replaced by one with the same seed"
    says = f"the generator is {how}, and yet other numbers are drawn"
    expect_true(torch.equal(one, same), says=says, look_at=look_at)
    says = "the generator has another seed, and yet the same numbers are drawn"
    expect_true(not torch.equal(one, other), says=says, look_at=look_at)


@worth(1)
def test_draws_go_on(student):
    """Draws new numbers in each call and in each transform."""
    images = random(3, 2, 4, 5)
    first, second, difference = _parts(student.run(_draws, images, _seed()), 3)
    first, second, difference = (expect_tensor(v, shape=images.shape) for v in (first, second, difference))

    look_at = "make the generator in __init__; in forward, neither make one nor seed it"
    says = "every call draws the same numbers"
    expect_true(not torch.equal(first, second), says=says, look_at=look_at)
    says = "two transforms draw the same numbers"
    expect_true(not torch.allclose(difference.double(), images), says=says, look_at=look_at)


@worth(1)
def test_global_state(student):
    """Leaves the global random state alone, once it has a generator of its own."""
    kept, images, seeded = _parts(student.run(_global_state_kept, random(2, 1, 3, 3), _seed()), 3)

    expect_tensor(images, shape=(2, 1, 3, 3), look_at=LOOK_AT_ORDER)
    says = "the global random state changed"
    look_at = "draw from self.generator only: no manual_seed, no torch.rand without it"
    expect_true(kept, says=says, look_at=look_at)
    says = "making an Augment seeds the global random state"
    look_at = "torch.Generator().manual_seed(…) seeds a generator; torch.manual_seed(…) seeds everybody's"
    expect_true(seeded is False, says=says, look_at=look_at)
    _expect_active(student)


@worth(1)
@parametrize("kind", ["function", "lambda", "partial", "object", "module", "method"])
def test_any_callable(student, kind):
    """Takes whatever can be called with images and generator=…: functions, partials, objects, modules."""
    images = random(2, 1, 3, 3)
    with expect_nothing_raised(
        says=f"a transform may be any callable, such as this one: {kind}",
        look_at="keep the transforms in a tuple, and call transform(images, generator=self.generator)",
    ):
        actual = student.run(_of_kind, images, kind)
    values = expect_tensor(actual, shape=images.shape, look_at=LOOK_AT_ORDER).real.double()
    right = torch.allclose(values, images + 1)
    expect_true(right, says=f"a transform of this kind is not applied: {kind}", look_at=LOOK_AT_ORDER)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("training", [True, False])
def test_input_is_left_alone(student, dtype, training):
    """Keeps the dtype, and leaves its input as it was."""
    _expect_active(student)
    images = random(4, 2, 6, 5, dtype=dtype)[::2, :, ::2]
    actual, after = _parts(student.run(_input_after, images, training), 2)

    expect_tensor(actual, shape=images.shape, dtype=dtype, look_at="convert nothing")
    expect_equal(
        after, images, says="Augment changed the images that it was given", look_at="work on no tensor"
    )


@worth(1)
def test_device_parity(student):
    """Gives the same on an accelerator, with a generator on the CPU, and stays there."""
    _expect_active(student)
    images = random(3, 2, 4, 5)

    with expect_nothing_raised(
        says="images on an accelerator go together with a generator on the CPU",
        look_at="hand images and generator on as they are: where to draw is up to the transforms",
    ):
        answer = student.run(_on_accelerator, images, _seed())
    on_cpu, there, stays, round_trip = _parts(answer, 4)
    look_at = "hand the images on as they are: no .cpu(), no NumPy, no device of its own"
    expect_true(stays, says="the images are on an accelerator, but the output is elsewhere", look_at=look_at)
    expect_true(
        round_trip is False,
        says="the images are copied from the accelerator to the CPU and back",
        look_at=look_at,
    )
    if there is not None:
        due = expect_tensor(on_cpu, look_at=look_at)
        expect_close(
            there, due, says="it gives other results on an accelerator than on the CPU", rtol=1e-9, atol=1e-9
        )


# ------------------------------------------------------------------ run beside the student's code


def _one_step(student, images):
    return student.Augment(lambda images, *, generator: images + 1)(images)


def _steps(student, images, order):
    def add(images, *, generator):
        return images + 0.5

    def multiply(images, *, generator):
        return images * 3.0

    def flip_and_square(images, *, generator):
        return images.flip(-1) ** 2

    return student.Augment(*[(add, multiply, flip_and_square)[step] for step in order])(images)


def _in_both_modes(student, images, way):
    augment = student.Augment(lambda images, *, generator: images + 1)
    model = nn.Sequential(nn.Identity(), nn.Sequential(augment)) if way == "in a model" else augment
    if way == "without gradients":
        with torch.no_grad():
            first = model(images)
        second = model.eval()(images)
        with torch.no_grad():
            return first, second, model.train()(images)
    first = model(images)
    second = (model.train(False) if way == "train(False)" else model.eval())(images)
    return first, second, model.train()(images)


def _repeats(student, images, seed, way):
    def noise(images, *, generator):
        drawn = torch.rand(images.shape, generator=generator, device=generator.device)
        return images + drawn.to(images)

    augment = student.Augment(noise, noise)
    outputs = []
    for number in (seed, seed, seed + 1):
        if not isinstance(augment.generator, torch.Generator):
            return None
        if way == "seeded":
            augment.generator.manual_seed(number)
        else:
            augment.generator = torch.Generator().manual_seed(number)
        torch.rand(1 + len(outputs))  # others draw meanwhile, and so does another Augment
        student.Augment(noise).generator.manual_seed(len(outputs))
        outputs.append(augment(images))
    return tuple(outputs)


def _draws(student, images, seed):
    def more(images, *, generator):
        return images + torch.rand(images.shape, generator=generator, device=generator.device).to(images)

    def less(images, *, generator):
        return images - torch.rand(images.shape, generator=generator, device=generator.device).to(images)

    one, both = student.Augment(more), student.Augment(more, less)
    for augment in (one, both):
        augment.generator = torch.Generator().manual_seed(seed)
    return one(images), one(images), both(images)


def _global_state_kept(student, images, seed):
    import random

    import numpy as np

    def states():
        numpy = np.random.get_state()
        return torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2], random.getstate()

    def noise(images, *, generator):
        return images + torch.rand(images.shape, generator=generator, device=generator.device).to(images)

    fresh = []
    for number in (seed, seed + 1):
        for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
            seed_globally(number)
        augment = student.Augment(noise)
        fresh.append(states())
    seeded = any(one == other for one, other in zip(*fresh, strict=True) if not isinstance(one, int))
    augment.generator = torch.Generator().manual_seed(seed)
    before = states()
    output = augment(images)
    return states() == before, output, seeded


def _calls_in_eval_mode(student, images, seed):
    calls = []

    def noise(images, *, generator):
        calls.append(1)
        return images + torch.rand(images.shape, generator=generator, device=generator.device).to(images)

    augment = student.Augment(noise, noise).eval()
    augment.generator = torch.Generator().manual_seed(seed)
    before = augment.generator.get_state()
    augment(images)
    return len(calls), torch.equal(before, augment.generator.get_state())


def _of_kind(student, images, kind):
    import functools

    def add(images, amount=1.0, *, generator):
        assert isinstance(generator, torch.Generator)
        return images + amount

    class Adder:
        def __call__(self, images, *, generator):
            return add(images, generator=generator)

    class Module(nn.Module):
        def forward(self, images, *, generator):
            return add(images, generator=generator)

    kinds = {
        "function": add,
        "lambda": lambda images, *, generator: add(images, generator=generator),
        "partial": functools.partial(add, amount=1.0),
        "object": Adder(),
        "module": Module(),
        "method": Module().forward,
    }
    augment = student.Augment(kinds[kind])
    if not isinstance(augment.generator, torch.Generator):
        augment.generator = torch.Generator()
    return augment(images)


def _input_after(student, images, training):
    augment = student.Augment(lambda images, *, generator: images + 1).train(training)
    return augment(images), images


def _on_accelerator(student, images, seed):
    from convlab import devices

    def noise(images, *, generator):
        drawn = torch.rand(images.shape, generator=generator, device=generator.device)
        return images + drawn.to(images)

    augment = student.Augment(noise, noise)
    augment.generator = torch.Generator().manual_seed(seed)
    on_cpu = augment(images)
    copies = []
    with devices.accelerator(copies) as device:
        if device.type == "meta":  # there are no values to draw
            return on_cpu, None, True, False
        augment.generator = torch.Generator().manual_seed(seed)
        output = devices.move(augment, device)(devices.move(images, device))
        stays = not devices.any_elsewhere(output, device)
    with devices.accelerator():
        there = devices.move(output, "cpu")
    return on_cpu, there, stays, any(size >= images.numel() for size in copies)
