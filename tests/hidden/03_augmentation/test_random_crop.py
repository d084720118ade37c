"""Hidden suite of `random_crop`."""
# convnet-canary-7f3a

from typing import Any

import torch
import torch.nn.functional as F

from autograder.testing import (
    StudentFault,
    expect_close,
    expect_nothing_raised,
    expect_parity,
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


def _windows(images: torch.Tensor, padding: int) -> torch.Tensor:
    """Every window of the zero-padded images, row by row: (places, N, C, H, W)."""
    (height, width), places = images.shape[2:], range(2 * padding + 1)
    padded = F.pad(images, (padding,) * 4)
    return torch.stack([padded[:, :, y : y + height, x : x + width] for y in places for x in places])


def _expect_windows(
    actual: object, images: torch.Tensor, padding: int, *, says: str = "", look_at: str = ""
) -> None:
    """Each image of the result is one of its image's windows, whichever."""
    look_at = look_at or "pad with zeros on all four sides, then cut H rows and W columns out of each image"
    values = expect_tensor(actual, shape=images.shape, look_at=look_at).real.double()
    same = (_windows(images.double(), padding) - values).abs().amax((3, 4)) < 1e-6  # (places, N, C)
    torn = bool(same.any(0).all()) and not bool(same.all(2).any(0).all())
    expect_true(not torn, says="the channels of an image are cut out at different places", look_at=look_at)
    says = says or "an image of the result is no window of the zero-padded image"
    expect_true(bool(same.all(2).any(0).all()), says=says, look_at=look_at)


def _expect_ordinary(student: Any) -> None:
    """An ordinary call must move something before anything special is said to be wrong."""
    images = random(24, 2, 4, 5)
    actual = student.run(_one_by_one, "random_crop", images, 2, _seed(), 16)
    moved = type(actual) is torch.Tensor and actual.shape[1:] == images.shape
    moved = moved and not torch.equal(actual.real.double(), images.expand(actual.shape))
    expect_true(moved, says="the images are not moved at all", look_at="get the windows right first")


def _offsets(actual: object, calls: int, count: int) -> torch.Tensor:
    """How far (down, to the right) the bright pixel of each image was moved: (calls * count, 2)."""
    look_at = "get the windows right first"
    values = expect_tensor(actual, shape=(calls, count, 1, 9, 11), look_at=look_at).real.double()
    brightest = values.flatten(2).argmax(2).flatten()
    offsets = torch.stack([brightest // 11 - 4, brightest % 11 - 5], 1)
    says = "images are moved by more than the padding"
    expect_true(bool((offsets.abs() <= 2).all()), says=says, look_at=look_at)
    return offsets


def _spots(count: int) -> torch.Tensor:
    """Dark images with one bright pixel in the middle."""
    images = torch.zeros(count, 1, 9, 11)
    images[:, :, 4, 5] = 1.0
    return images


@worth(3)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("shape, padding", [((24, 3, 6, 5), 2), ((1, 1, 5, 7), 1), ((9, 2, 4, 4), 3), ((24, 3, 3, 6), 8)])
def test_windows(student, shape, padding, dtype):
    """Gives a window of each zero-padded image, the same for all channels, as large as the image was."""
    images = 0.1 + 0.9 * random(*shape, dtype=dtype)
    student.run(_take_seeds, "random_crop")

    _expect_windows(student.random_crop(images, padding, seed=_seed()), images, padding)
    _expect_ordinary(student)


@worth(2)
def test_all_places_equally_often(student):
    """Moves by −padding…padding along both axes, each pair of offsets equally often."""
    draws = 2500
    offsets = _offsets(student.run(_one_by_one, "random_crop", _spots(1), 2, _seed(), draws), draws, 1)

    look_at = "there are 2·padding + 1 offsets along each axis, both ends included; draw for each axis anew"
    for axis, name in enumerate(["up or down", "left or right"]):
        counts = torch.bincount(offsets[:, axis] + 2, minlength=5).tolist()
        says = f"not all offsets {name} come equally often"
        expect_true(all(_chance(count, draws, 1 / 5) for count in counts), says=says, look_at=look_at)
    counts = torch.bincount(offsets[:, 0] * 5 + offsets[:, 1] + 12, minlength=25).tolist()
    says = "each offset comes equally often, but the vertical one depends on the horizontal one"
    expect_true(all(_chance(count, draws, 1 / 25) for count in counts), says=says, look_at=look_at)


@worth(2)
def test_each_image_its_own_place(student):
    """Draws for each image by itself."""
    draws = 2500
    offsets = _offsets(student.run(_one_by_one, "random_crop", _spots(draws), 2, _seed(), 1), 1, draws)

    look_at = "draw N offsets for each axis, not one for the batch"
    shares = torch.bincount(offsets[:, 0] * 5 + offsets[:, 1] + 12) / draws
    says = "all images are cut out at the same place"
    expect_true(shares.max().item() < 1, says=says, look_at=look_at)
    for axis, name in enumerate(["rows", "columns"]):
        shares_of_axis = torch.bincount(offsets[:, axis] + 2) / draws
        says = f"all images of a batch are cut out at the same {name}"
        look_at_axis = "draw N offsets up or down, and N others to the left or right"
        expect_true(shares_of_axis.max().item() < 1, says=says, look_at=look_at_axis)
        for lag in (1, 2, draws // 2):
            alike = int((offsets[lag:, axis] == offsets[:-lag, axis]).sum())
            says = f"the {name} of an image depend on those of another one in the batch"
            chance = _chance(alike, draws - lag, shares_of_axis.square().sum().item())
            expect_true(chance, says=says, look_at=look_at_axis)
    for lag in (1, 2, draws // 2):
        alike = int((offsets[lag:] == offsets[:-lag]).all(1).sum())
        says = "the place of an image depends on that of another one in the batch"
        expect_true(_chance(alike, draws - lag, shares.square().sum().item()), says=says, look_at=look_at)


@worth(1)
def test_no_padding(student):
    """Leaves the images as they are without padding."""
    images = random(5, 3, 4, 6, dtype=torch.float32)
    _expect_ordinary(student)
    student.run(_take_seeds, "random_crop")

    with expect_nothing_raised(says="padding=0 is allowed", look_at="there is one place then: offset 0"):
        actual = student.random_crop(images, 0, seed=_seed())
    _expect_windows(actual, images, 0, says="the images change without padding")


@worth(1)
def test_generator(student):
    """The generator decides all places, and the global random state is left alone."""
    _expect_repeatable(student, "random_crop", random(32, 1, 4, 5), 2)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Keeps the dtype, works on slices and transposed images, and leaves its input as it was."""
    slices = random(16, 4, 8, 9, dtype=dtype)[::2, 1:, 1:, ::2]
    turned = random(8, 5, 4, 3, dtype=dtype).permute(0, 3, 2, 1)
    _expect_ordinary(student)

    for images in (slices, turned):
        _expect_layout_ignored(student, "random_crop", images, 2)


@worth(1)
@parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(student, dtype):
    """Keeps float16 and bfloat16, and cuts them as others."""
    _expect_ordinary(student)
    student.run(_take_seeds, "random_crop")
    images = 0.1 + 0.9 * random(16, 2, 4, 5, dtype=dtype)

    try:
        actual = student.random_crop(images, 2, seed=_seed())
    except StudentFault as fault:
        if "not implemented for" in fault.staff:  # torch lacks this operation on the CPU
            return
        raise
    look_at = "masks and drawn numbers need dtype=images.dtype, or .to(images): .float() is wider"
    expect_tensor(actual, dtype=dtype, look_at=look_at)
    _expect_windows(actual, images, 2)


@worth(1)
def test_device_parity(student):
    """Gives the same on an accelerator, and stays there, wherever the generator is."""
    _expect_ordinary(student)

    _expect_on_accelerator(student, "random_crop", normal(6, 2, 4, 5), 2)


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


def _one_by_one(student, name, images, padding, seed, calls):
    function, generator = getattr(student, name), torch.Generator().manual_seed(seed)
    return torch.stack([function(images.clone(), padding, generator=generator) for _ in range(calls)])
