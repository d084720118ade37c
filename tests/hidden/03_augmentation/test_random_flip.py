"""Hidden suite of `random_flip`."""
# convnet-canary-7f3a

from typing import Any

import torch

from autograder.testing import (
    StudentFault,
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_raises,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    normal,
    parametrize,
    random,
    worth,
)


def _seed() -> int:
    return int(integers(0, 2**31))


def _chance(hits: int, draws: int, share: float) -> bool:
    """Whether that many hits can be chance: "no" is wrong once in 10**12 (Bernstein's inequality)."""
    slack = 28.4 / 3 + ((28.4 / 3) ** 2 + 2 * 28.4 * draws * share * (1 - share)) ** 0.5
    return abs(hits - draws * share) <= slack


def _flat(calls: object) -> torch.Tensor:
    """What a list of calls gave, as one row of numbers."""
    tensors = calls if type(calls) is list else [calls]
    look_at = "return a tensor of images"
    return torch.cat([expect_tensor(tensor, look_at=look_at).flatten() for tensor in tensors])


def _flipped(
    actual: object, images: torch.Tensor, dim: int, *, says: str = "", look_at: str = ""
) -> torch.Tensor:
    """Which images of the result are mirrored; each is, or is as it was."""
    look_at = look_at or "mirror whole images, all channels alike, and only along the axis that is asked for"
    values, due = expect_tensor(actual, shape=images.shape, look_at=look_at).real.double(), images.double()
    mirrored = (values - due.flip(dim)).abs().amax((1, 2, 3)) < 1e-6
    as_it_was = (values - due).abs().amax((1, 2, 3)) < 1e-6
    says = says or f"for dim={dim}, an image is neither mirrored nor as it was"
    expect_true(bool((mirrored | as_it_was).all()), says=says, look_at=look_at)
    return mirrored & ~as_it_was


def _expect_ordinary(student: Any) -> None:
    """An ordinary call must mirror something before anything special is said to be wrong."""
    images = random(2, 2, 4, 5)
    actual = student.run(_one_by_one, images, {}, _seed(), 64)
    changed = type(actual) is torch.Tensor and actual.shape[1:] == images.shape
    changed = changed and not torch.equal(actual.real.double(), images.expand(actual.shape))
    says = "nothing is ever mirrored"
    expect_true(changed, says=says, look_at="get images mirrored by default first")


def _brighter_left(actual: object, calls: int, count: int) -> torch.Tensor:
    """Which of the images below are mirrored, however else they may have changed: (calls * count,)."""
    look_at = "get the mirrored images right first"
    values = expect_tensor(actual, shape=(calls, count, 1, 2, 3), look_at=look_at).real.double()
    return (values[..., 0] > values[..., 2]).all(3).flatten()


def _brighter_right(count: int) -> torch.Tensor:
    return torch.tensor([0.0, 0.5, 1.0]).repeat(count, 1, 2, 1)


@worth(2)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("dim", [-1, -2, 2, 3, None])
def test_axes(student, dim, dtype):
    """Mirrors some images along the axis that is asked for, the last by default; leaves the others."""
    options = {} if dim is None else {"dim": dim}

    for shape in ((3, 3, 4, 5), (3, 1, 5, 5), (1, 4, 2, 3)):
        images = random(*shape, dtype=dtype)
        with expect_nothing_raised(
            says=f"dim={dim or -1} is an axis of the picture", look_at="allow -1, -2, 2, 3"
        ):
            actual = student.run(_one_by_one, images, options, _seed(), 64)
        batches = expect_tensor(actual, shape=(64, *shape), look_at="keep the shape").flatten(0, 1)
        found = _flipped(batches, images.repeat(64, 1, 1, 1), dim or -1)
        says = f"no image, or every image, is mirrored for {'the default axis' if dim is None else f'{dim=}'}"
        look_at = "dim counts the axes of (N, C, H, W), not those of one image"
        expect_true(bool(found.any()) and not bool(found.all()), says=says, look_at=look_at)


@worth(1)
@parametrize("p", [0, 0.0, 1, 1.0])
def test_none_and_all(student, p):
    """Mirrors no image at p = 0, and all of them at p = 1."""
    images = random(500, 2, 2, 3)
    _expect_ordinary(student)
    student.run(_take_seeds, "random_flip")

    actual = expect_tensor(student.random_flip(images, p=p, seed=_seed()), shape=images.shape).real.double()
    same = (actual - images).abs().amax((1, 2, 3)) < 1e-6
    says = "an image is mirrored at p = 0" if p == 0 else "an image stays as it was at p = 1"
    expect_true(not bool((~same if p == 0 else same).any()), says=says, look_at="rand() < p, from [0, 1)")


@worth(2)
@parametrize("p", [None, 0.2, 0.9])
def test_share(student, p):
    """Mirrors an image with probability p, a half by default, also one that is alone in its batch."""
    draws, options = 1500, {} if p is None else {"p": p}
    actual = student.run(_one_by_one, _brighter_right(1), options, _seed(), draws)
    found = int(_brighter_left(actual, draws, 1).sum())

    expect_true(
        _chance(found, draws, p or 0.5),
        says="the share of mirrored images is not the default, a half" if p is None else "the share is not p",
        look_at="one number from [0, 1) for each image; it is mirrored where that number is less than p",
    )


@worth(2)
def test_each_image_by_itself(student):
    """Decides for each image by itself."""
    draws = 1500
    actual = student.run(_one_by_one, _brighter_right(draws), {}, _seed(), 1)
    found = _brighter_left(actual, 1, draws)

    look_at = "draw N numbers, not one for the batch"
    share = found.double().mean().item()
    says = "all images of the batch are mirrored, or none"
    expect_true(0 < share < 1, says=says, look_at=look_at)
    for lag in (1, 2, draws // 2):
        alike = int((found[lag:] == found[:-lag]).sum())
        says = "whether an image is mirrored depends on another one in the batch"
        by_chance = _chance(alike, draws - lag, share**2 + (1 - share) ** 2)
        expect_true(by_chance, says=says, look_at=look_at)


@worth(1)
@parametrize("dim", [0, 1, 4, -3, -4, 7])
def test_other_axes_raise(student, dim):
    """Raises ValueError for every other axis, whatever p is and whether or not an image is to be mirrored."""
    _expect_ordinary(student)
    student.run(_take_seeds, "random_flip")

    look_at = "only -1, -2, 2 and 3 are axes of the picture itself"
    with expect_raises(ValueError, says=f"dim={dim}", look_at=look_at):
        student.random_flip(random(4, 3, 4, 5), dim=dim, seed=_seed())
    look_at = "check dim first of all, before p and before anything is drawn"
    for p in (0.0, 0.5, 1.0):
        for _ in range(50 if p == 0.5 else 1):  # a single image is left as it is every other time
            with expect_raises(ValueError, says=f"dim={dim} with p={p}", look_at=look_at):
                student.random_flip(random(1, 3, 4, 5), dim=dim, p=p, seed=_seed())


@worth(1)
def test_generator(student):
    """The generator decides which images are mirrored, and the global random state is left alone."""
    _expect_repeatable(student, "random_flip", random(64, 1, 2, 3))


@worth(1)
@parametrize("dim", [-1, 2])
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype, dim):
    """Keeps the dtype, works on slices and transposed images, and leaves its input as it was."""
    slices = random(32, 4, 8, 9, dtype=dtype)[::2, 1:, 1:, ::2]
    turned = random(16, 5, 4, 3, dtype=dtype).permute(0, 3, 2, 1)
    _expect_ordinary(student)

    for images in (slices, turned):
        _expect_layout_ignored(student, "random_flip", images, dim=dim)


@worth(1)
@parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(student, dtype):
    """Keeps float16 and bfloat16, and mirrors them as others."""
    _expect_ordinary(student)
    student.run(_take_seeds, "random_flip")
    images = random(16, 2, 3, 4, dtype=dtype)

    try:
        actual = student.random_flip(images, seed=_seed())
    except StudentFault as fault:
        if "not implemented for" in fault.staff:  # torch lacks this operation on the CPU
            return
        raise
    look_at = "masks and drawn numbers need dtype=images.dtype, or .to(images): .float() is wider"
    expect_tensor(actual, dtype=dtype, look_at=look_at)
    _flipped(actual, images, -1)


@worth(1)
def test_device_parity(student):
    """Gives the same on an accelerator, and stays there, wherever the generator is."""
    _expect_ordinary(student)

    _expect_on_accelerator(student, "random_flip", normal(16, 2, 4, 5))


def _expect_repeatable(student: Any, name: str, *args: Any, **kwargs: Any) -> None:
    """The generator decides everything, moves on, and nothing else is drawn from."""
    answer = student.run(_repeats, name, list(args), kwargs, _seed())
    whole = type(answer) is tuple and len(answer) == 2 and type(answer[0]) is list and len(answer[0]) == 4
    expect_true(whole, says=f"{name} gave no proper answer")
    (one, same, other, next_one), kept = answer
    one, same, other, next_one = (_flat(calls) for calls in (one, same, other, next_one))
    look_at = "hand the generator to every random draw, and never seed it"
    says = "the same generator gives another result"
    expect_true(torch.equal(one, same), says=says, look_at=look_at)
    says = "the result is the same, although the generator has another seed"
    expect_true(not torch.equal(one, other), says=says, look_at=look_at)
    says = "further calls with the same generator repeat the first ones"
    expect_true(not torch.equal(one, next_one), says=says, look_at=look_at)
    says = "the global random state changed in spite of a generator"
    expect_true(kept, says=says, look_at=look_at)


def _expect_reproducible(student: Any, name: str, *args: Any, **kwargs: Any) -> None:
    """Without this, two calls cannot be compared: who draws from elsewhere is told so."""
    seed = _seed()
    one, same = (_flat([getattr(student, name)(*args, seed=seed, **kwargs)]) for _ in range(2))
    says = "not reproducible: the same generator gives another result"
    look_at = "hand the generator to every random draw, and make none of your own"
    expect_true(torch.equal(one, same), says=says, look_at=look_at)


def _expect_on_accelerator(student: Any, name: str, images: torch.Tensor, *args: Any, **kwargs: Any) -> None:
    """Images on an accelerator go together with a generator on the CPU, and with one beside them."""
    student.run(_take_seeds, name)
    for place, on_device in (("on the CPU", False), ("beside them", True)):
        with expect_nothing_raised(
            says=f"images on an accelerator go together with a generator {place}",
            look_at="draw with device=generator.device, then move what was drawn to images.device",
        ):
            options = {**kwargs, "seed": _seed(), "on_device": on_device}
            stays = student.run(_stays_on_device, name, [images, *args], options)
        says = f"the images are on an accelerator and the generator {place}, but the output is elsewhere"
        expect_true(stays, says=says, look_at="create tensors with device=images.device")
    _expect_reproducible(student, name, images, *args, **kwargs)
    expect_parity(student, name, images, *args, seed=_seed(), **kwargs)


def _expect_layout_ignored(
    student: Any, name: str, images: torch.Tensor, *args: Any, **kwargs: Any
) -> torch.Tensor:
    """A slice or a transpose gives what its contiguous copy gives, and keeps its dtype and its values."""
    student.run(_take_seeds, name)
    _expect_reproducible(student, name, images.contiguous(), *args, **kwargs)
    kwargs["seed"] = _seed()
    look_at = "new tensors need dtype=images.dtype"
    due = expect_tensor(getattr(student, name)(images.contiguous(), *args, **kwargs))
    actual = getattr(student, name)(images, *args, **kwargs)
    actual = expect_tensor(actual, dtype=images.dtype, look_at=look_at)
    expect_close(
        actual,
        due,
        says="a slice or a transpose of a larger tensor gives another result than its copy",
        look_at="view and as_strided need the memory in order: reshape, or contiguous(), helps",
    )
    expect_unchanged_arguments(student, name, images, *args, **kwargs)
    return actual


# ------------------------------------------------------------------ run beside the student's code


def _take_seeds(student, name):
    """A generator cannot be sent: let the function take the seed of one instead.

    The global states are seeded, too, so that who draws from them fails the test about it, and no other.
    """
    import random

    import numpy as np

    function = getattr(student, name)

    def seeded(*args, seed=None, on_device=False, **kwargs):
        if seed is not None:
            for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
                seed_globally(seed)
            device = args[0].device if on_device else "cpu"
            kwargs["generator"] = torch.Generator(device=device).manual_seed(seed)
        return function(*args, **kwargs)

    setattr(student, name, seeded)


def _repeats(student, name, args, kwargs, seed):
    """40 calls from a generator, one like it, another, the first again; and is the global state kept?"""
    import random

    import numpy as np

    def states():
        numpy = np.random.get_state()
        return torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2], random.getstate()

    def call(generator):
        copies = [arg.clone() if isinstance(arg, torch.Tensor) else arg for arg in args]
        return [getattr(student, name)(*copies, generator=generator, **kwargs) for _ in range(40)]

    first, same, other = (torch.Generator().manual_seed(number) for number in (seed, seed, seed + 1))
    before = states()
    results = [call(first)]
    kept = states() == before
    for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
        seed_globally(seed + 2)
    return [*results, call(same), call(other), call(first)], kept


def _stays_on_device(student, name, args, kwargs):
    from convlab import devices

    with devices.accelerator() as device:
        if device.type == "meta":  # there are no values to draw
            return True
        result = getattr(student, name)(*devices.move(args, device), **kwargs)
        return not devices.any_elsewhere(result, device)


def _one_by_one(student, images, options, seed, calls):
    flip, generator = student.random_flip, torch.Generator().manual_seed(seed)
    return torch.stack([flip(images.clone(), generator=generator, **options) for _ in range(calls)])
