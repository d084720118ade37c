"""Hidden suite of `random_erasing`."""
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


def _images(*shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Images without a pixel that is nearly 0, a half or 1: no square can be painted unseen."""
    return 0.1 + 0.3 * random(*shape, dtype=dtype)


def _expect_squares(actual: object, images: torch.Tensor, size: int) -> None:
    """In each image, exactly one square of that size has changed, whatever it was painted with."""
    look_at = "rows top to top + size and columns left to left + size, in all channels, and nothing else"
    values = expect_tensor(actual, shape=images.shape, look_at=look_at).real.double()
    changed = (values - images.double()).abs() > 1e-6
    torn = not torch.equal(changed.any(1), changed.all(1))
    expect_true(not torn, says="the channels of an image are painted differently", look_at=look_at)
    rows, cols = changed.any(1).any(2), changed.any(1).any(1)
    for lines in (rows, cols):
        spans = lines.long().diff(dim=1).abs().sum(1) + lines[:, 0] + lines[:, -1]  # two ends each
        square = bool((lines.sum(1) == size).all()) and bool((spans == 2).all())
        says = f"with size={size}, what is painted is not {size} rows high and {size} columns wide"
        expect_true(square, says=says, look_at=look_at)
    whole = torch.equal(changed.any(1), rows[:, :, None] & cols[:, None, :])
    expect_true(whole, says="what is painted is no full square, or more than one", look_at=look_at)


def _expect_ordinary(student: Any) -> None:
    """An ordinary call must paint something before anything special is said to be wrong."""
    images = _images(16, 2, 6, 7)
    actual = student.run(_one_by_one, images, 3, _seed(), 1)
    changed = type(actual) is torch.Tensor and actual.shape[1:] == images.shape
    changed = changed and not torch.equal(actual[0].real.double(), images)
    expect_true(changed, says="nothing is ever painted", look_at="get the squares right first")


def _places(actual: object, calls: int, count: int) -> torch.Tensor:
    """The first painted row and column of each image of 5 by 7: (calls * count, 2)."""
    look_at = "get the squares right first"
    values = expect_tensor(actual, shape=(calls, count, 1, 5, 7), look_at=look_at).real.double().flatten(0, 2)
    changed = (values - 0.5).abs() > 1e-6
    expect_true(bool(changed.flatten(1).any(1).all()), says="an image is not painted at all", look_at=look_at)
    return torch.stack([changed.any(2).long().argmax(1), changed.any(1).long().argmax(1)], 1)


@worth(3)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize(
    "shape, size",
    [
        ((24, 3, 6, 5), 2),
        ((1, 1, 5, 7), 3),
        ((30, 2, 5, 8), 4),
        ((30, 2, 8, 5), 4),
        ((5, 3, 4, 4), 1),
        ((6, 2, 4, 6), 4),
        ((6, 2, 6, 4), 4),
        ((3, 1, 5, 5), 5),
    ],
)
def test_squares(student, shape, size, dtype):
    """Paints exactly one whole square in each image, over all channels, and nothing else."""
    images = _images(*shape, dtype=dtype)
    student.run(_take_seeds, "random_erasing")

    with expect_nothing_raised(
        says=f"a square of size={size} fits into images of {shape[2:]}",
        look_at="only a square that is higher than H or wider than W is an error",
    ):
        actual = student.random_erasing(images, size, seed=_seed())
    _expect_squares(actual, images, size)


@worth(1)
@parametrize("value", [None, 0.5, 1, -2.0])
def test_value(student, value):
    """Paints with the value, 0 by default, in all channels."""
    images, options = _images(8, 3, 6, 7), {} if value is None else {"value": value}
    student.run(_take_seeds, "random_erasing")

    actual = student.random_erasing(images, 3, seed=_seed(), **options)
    values = expect_tensor(actual, shape=images.shape, look_at="get the squares right first").real.double()
    changed = (values - images).abs() > 1e-6
    says = "the squares do not have the value that was asked for"
    right = bool(changed.any()) and bool(((values - (value or 0.0)).abs() < 1e-6)[changed].all())
    expect_true(
        right,
        says="the squares are not 0 by default" if value is None else says,
        look_at="value is one number, painted as it is in all channels",
    )


@worth(2)
def test_all_places_equally_often(student):
    """Paints at each place where the square fits, borders included, equally often."""
    draws = 2500
    images = torch.full((1, 1, 5, 7), 0.5)
    places = _places(student.run(_one_by_one, images, 3, _seed(), draws), draws, 1)

    look_at = "there are H - size + 1 rows and W - size + 1 columns to begin in, ends included"
    expect_true(
        bool((places <= torch.tensor([2, 4])).all()), says="a square leaves the image", look_at=look_at
    )
    for axis, count, name in ((0, 3, "rows"), (1, 5, "columns")):
        counts = torch.bincount(places[:, axis], minlength=count).tolist()
        says = f"squares do not begin in all possible {name} equally often"
        if counts[0] == 0 or counts[-1] == 0:
            says = "squares never touch a border"
        expect_true(all(_chance(hits, draws, 1 / count) for hits in counts), says=says, look_at=look_at)
    counts = torch.bincount(places[:, 0] * 5 + places[:, 1], minlength=15).tolist()
    says = "the row of a square depends on its column"
    expect_true(
        all(_chance(hits, draws, 1 / 15) for hits in counts), says=says, look_at="draw for each axis anew"
    )


@worth(2)
def test_each_image_its_own_place(student):
    """Draws for each image by itself."""
    draws = 2500
    images = torch.full((draws, 1, 5, 7), 0.5)
    places = _places(student.run(_one_by_one, images, 3, _seed(), 1), 1, draws)

    look_at = "draw N rows and N columns, not one place for the batch"
    shares = torch.bincount(places[:, 0] * 7 + places[:, 1]) / draws
    says = "the square is at the same place in all images"
    expect_true(shares.max().item() < 1, says=says, look_at=look_at)
    for axis, name in enumerate(["row", "column"]):
        shares_of_axis = torch.bincount(places[:, axis]) / draws
        says = f"all squares of a batch begin in the same {name}"
        look_at_axis = "draw N rows, and N columns"
        expect_true(shares_of_axis.max().item() < 1, says=says, look_at=look_at_axis)
        for lag in (1, 2, draws // 2):
            alike = int((places[lag:, axis] == places[:-lag, axis]).sum())
            says = f"the {name} of a square depends on another image of the batch"
            chance = _chance(alike, draws - lag, shares_of_axis.square().sum().item())
            expect_true(chance, says=says, look_at=look_at_axis)
    for lag in (1, 2, draws // 2):
        alike = int((places[lag:] == places[:-lag]).all(1).sum())
        says = "the place of a square depends on another image of the batch"
        expect_true(_chance(alike, draws - lag, shares.square().sum().item()), says=says, look_at=look_at)


@worth(1)
@parametrize("shape, size", [((5, 7), 6), ((7, 5), 6), ((5, 7), 8), ((4, 4), 5), ((5, 7), 50)])
def test_too_large_raises(student, shape, size):
    """Raises ValueError for a square that is higher or wider than the images."""
    _expect_ordinary(student)
    student.run(_take_seeds, "random_erasing")

    with expect_raises(
        ValueError,
        says=f"size={size} for images of {shape}",
        look_at="compare size with the smaller of H and W before you draw",
    ):
        student.random_erasing(_images(2, 3, *shape), size, seed=_seed())


@worth(1)
def test_generator(student):
    """The generator decides all places, and the global random state is left alone."""
    _expect_repeatable(student, "random_erasing", _images(32, 1, 6, 7), 3)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Keeps the dtype, works on slices and transposed images, and leaves its input as it was."""
    slices = _images(16, 4, 8, 9, dtype=dtype)[::2, 1:, 1:, ::2]
    turned = _images(8, 5, 4, 3, dtype=dtype).permute(0, 3, 2, 1)
    _expect_ordinary(student)

    for images in (slices, turned):
        _expect_layout_ignored(student, "random_erasing", images, 2)


@worth(1)
@parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(student, dtype):
    """Keeps float16 and bfloat16, and paints them as others."""
    _expect_ordinary(student)
    student.run(_take_seeds, "random_erasing")
    images = _images(16, 2, 5, 6, dtype=dtype)

    try:
        actual = student.random_erasing(images, 2, seed=_seed())
    except StudentFault as fault:
        if "not implemented for" in fault.staff:  # torch lacks this operation on the CPU
            return
        raise
    look_at = "masks and drawn numbers need dtype=images.dtype, or .to(images): .float() is wider"
    expect_tensor(actual, dtype=dtype, look_at=look_at)
    _expect_squares(actual, images, 2)


@worth(1)
def test_device_parity(student):
    """Gives the same on an accelerator, and stays there, wherever the generator is."""
    _expect_ordinary(student)

    _expect_on_accelerator(student, "random_erasing", _images(6, 2, 5, 6), 2)


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


def _one_by_one(student, images, size, seed, calls):
    erase, generator = student.random_erasing, torch.Generator().manual_seed(seed)
    return torch.stack([erase(images.clone(), size, generator=generator) for _ in range(calls)])
