"""Hidden suite of `shift_consistency`."""
# convnet-canary-7f3a

import math
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from autograder.testing import (
    expect_nothing_raised,
    expect_number,
    expect_tensor,
    expect_true,
    integers,
    parametrize,
    random,
    worth,
)

Shifts = list[tuple[int, int]]

HEIGHT, WIDTH = 13, 11  # so large that no lamp below leaves the image


def _seed() -> int:
    return int(integers(0, 2**31))


def _lamps(count: int) -> torch.Tensor:
    """Dark images with one bright pixel in the middle, whose brightness tells which image it is."""
    images = torch.zeros(count, 1, HEIGHT, WIDTH, dtype=torch.float64)
    images[:, 0, HEIGHT // 2, WIDTH // 2] = torch.arange(1, count + 1) / count
    return images


def _watched(student: Any, images: torch.Tensor, max_shift: int) -> tuple[object, torch.Tensor]:
    """What the student's function returned, and all images that it showed to `predict`."""
    share, seen = _parts(student.run(_share_and_seen, images, max_shift, _seed()), 2)
    return _plain(share), _images(seen)


def _images(seen: object) -> torch.Tensor:
    expect_true(
        seen is not None,
        says="predict is given something else than images of the same shape (C, H, W)",
        look_at="predict takes a batch (N, C, H, W), and a shifted image keeps its size",
    )
    return expect_tensor(seen)


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="shift_consistency gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _plain(share: object) -> object:
    """The number, where it came in a tensor: whether it is a Python float is another test's question."""
    if isinstance(share, torch.Tensor | np.generic) and math.prod(share.shape) == 1:
        return share.item()
    return share


def _shifts(seen: torch.Tensor, count: int) -> Shifts:
    """By how much each lamp was moved, whatever the order and the batches in which it was shown."""
    brightness, place = seen.double().flatten(1).max(dim=1)
    which = (brightness * count).round().long() - 1
    lit = (seen.double().flatten(1) == brightness[:, None]).sum(dim=1)
    expect_true(
        bool(((lit == 1) | (brightness == 0)).all()),
        says="a moved image holds bright pixels that it did not hold before",
        look_at="zeros come in at the border, no ones and no grey; or what left on the other side",
    )
    look_at = "move each image by whole pixels, and change nothing else about it"
    inside = bool(((which >= 0) & (which < count)).all())
    expect_true(inside, says="an image lost its content, or got another", look_at=look_at)
    places: list[Shifts] = [[] for _ in range(count)]
    for image, at in zip(which.tolist(), place.tolist(), strict=True):
        places[image].append((at // WIDTH - HEIGHT // 2, at % WIDTH - WIDTH // 2))
    expect_true(
        all((0, 0) in own for own in places),
        says="predict was never asked about some of the images as they are",
        look_at="compare the labels of the shifted images with those of the images themselves",
    )
    moved = [[shift for shift in own if shift != (0, 0)] for own in places]
    expect_true(
        all(len(set(own)) <= 1 for own in moved),
        says="an image is shifted more than once",
        look_at="draw one (dy, dx) for each image",
    )
    return [own[0] if own else (0, 0) for own in moved]


@worth(1)
@parametrize("count, max_shift", [(1, 1), (40, 3)])
def test_constant_predictor(student, count, max_shift):
    """Is 1 for a predictor that says the same whatever it sees."""
    expect_number(
        _plain(student.run(_share_of_constant, random(count, 2, 9, 8), max_shift, _seed())),
        1.0,
        says="a predictor that never changes its mind is not found consistent",
        look_at="the share of images whose label is the same before and after the shift",
    )


@worth(3)
@parametrize("count, max_shift", [(300, 1), (300, 2), (200, 4)])
def test_share_that_survives(student, count, max_shift):
    """Is the share of images whose label survives their shift."""
    share, seen = _watched(student, _lamps(count), max_shift)
    shifts = _shifts(seen, count)
    # As predict below labels them: where the lamp is, plus its own number, modulo 3.
    survived = [(y * WIDTH + x) % 3 == 0 for y, x in shifts]

    expect_number(
        share,
        sum(survived) / count,
        tolerance=1e-5,
        says="the result is not the share of images whose label survived",
        look_at="predict(shifted) == predict(images), averaged over the images",
    )


@worth(2)
@parametrize("max_shift", [1, 2, 3])
def test_every_shift_is_drawn(student, max_shift):
    """Draws dy and dx uniformly from −max_shift to max_shift, both ends and 0 included."""
    _, seen = _watched(student, _lamps(3000), max_shift)
    shifts = _shifts(seen, 3000)

    # A combination that is drawn uniformly is missing among 3000 with a chance below 1e-26.
    steps = range(-max_shift, max_shift + 1)
    furthest = max(max(abs(y), abs(x)) for y, x in shifts)
    expect_true(
        furthest <= max_shift,
        says="an image is moved further than by max_shift",
        look_at="dy and dx are both within −max_shift … max_shift",
    )
    downwards, sideways = ({shift[axis] for shift in shifts} for axis in (0, 1))
    look_at = "torch.randint leaves its upper end out; −max_shift, 0 and max_shift are all to be drawn"
    if set(shifts) == {(0, 0)}:
        look_at = "no image moves at all: is every draw cut down to 0, or moved along the wrong axes?"
    elif len(set(shifts)) == 1:
        look_at = "all images move alike: draw a (dy, dx) for each of them"
    elif len(downwards) == 1 or len(sideways) == 1:
        way = "up or down" if len(downwards) == 1 else "left or right"
        look_at = f"no image moves {way}: draw dy and dx, and move along the axes of height and width"
    expect_true(downwards == set(steps) == sideways, says="some shifts never occur", look_at=look_at)

    # A right draw is that far off with a chance below 1e-12, as Gaussian tails go.
    drawn = Counter(step for shift in shifts for step in shift)
    share = 6000 / len(steps)
    expect_true(
        all(abs(drawn[step] - share) < 0.25 * share for step in steps),
        says="some shifts come far more often than others",
        look_at="each of the 2·max_shift + 1 steps is equally likely; rounding favours some: draw integers",
    )


@worth(2)
@parametrize("max_shift", [1, 2])
def test_each_image_has_its_own_shift(student, max_shift):
    """Draws dy and dx for each image anew, and independently of each other."""
    _, seen = _watched(student, _lamps(3000), max_shift)
    shifts = _shifts(seen, 3000)

    look_at = "draw as many pairs (dy, dx) as there are images, and move each image by its own"
    expect_true(len(set(shifts)) > 1, says="all images are moved by the same (dy, dx)", look_at=look_at)
    # A draw for each image repeats the one before it in no more than half of all cases.
    repeats = sum(one == other for one, other in pairwise(shifts))
    expect_true(repeats < 1500, says="neighbouring images are moved alike", look_at=look_at)
    combined = {(y, x) for y in {y for y, _ in shifts} for x in {x for _, x in shifts}}
    expect_true(
        set(shifts) == combined,
        says="dy and dx do not vary independently of each other",
        look_at="draw dy and dx apart: neither is the other one, and one of them may be 0 alone",
    )


@worth(1)
def test_no_shift(student):
    """With max_shift = 0, every label survives."""
    share, seen = _watched(student, _lamps(30), 0)

    says = "an image is moved although max_shift is 0"
    look_at = "from −0 to 0, both included, there is one shift: 0"
    expect_true(set(_shifts(seen, 30)) == {(0, 0)}, says=says, look_at=look_at)
    expect_number(share, 1.0, says="with max_shift = 0 not every label survives", look_at=look_at)


@worth(2)
@parametrize("shape", [(5, 2, 9, 8), (1, 1, 7, 12), (4, 3, 8, 8)])
def test_images_are_moved(student, shape):
    """Moves all channels by whole pixels; zeros come in, or what left on the other side."""
    images, max_shift = random(*shape) + 0.1, 2
    _, seen = _watched(student, images, max_shift)

    candidates = []
    for dy in range(-max_shift, max_shift + 1):
        for dx in range(-max_shift, max_shift + 1):
            candidates.append(images.roll((dy, dx), dims=(2, 3)))
            candidates.append(F.pad(images, (dx, -dx, dy, -dy)))
    bank = torch.cat(candidates)
    gaps = [(image.double() - bank).abs().flatten(1).amax(dim=1).min().item() for image in seen]
    expect_true(
        max(gaps) < 1e-4,
        says="predict is given images that are more than moved",
        look_at="whole pixels, all channels alike, and at the border zeros or what left on the other side",
    )


@worth(2)
def test_generator(student):
    """The generator decides all shifts, and the global random state is left alone."""
    one, same, other, next_one, untouched = _parts(student.run(_draws, _lamps(60), 3, _seed()), 5)

    shifts = [_shifts(_images(seen), 60) for seen in (one, same, other, next_one)]
    look_at = "hand the generator to every random draw, and do not seed it anew"
    says = "the global random state changed in spite of a generator"
    expect_true(untouched, says=says, look_at=look_at)
    says = "the same generator gives other shifts"
    expect_true(shifts[0] == shifts[1], says=says, look_at=look_at)
    says = "the shifts are the same, although the generator is in another state"
    expect_true(shifts[0] not in shifts[2:], says=says, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_images_are_left_alone(student, dtype):
    """Works on slices and transposed images, hands their dtype to predict, and leaves them as they were."""
    for images in (
        _lamps(8).to(dtype)[::2].mT.contiguous().mT,
        random(8, 3, 9, 16, dtype=dtype)[::2, 1:, :, ::2],
    ):
        student.run(_images_after, images.contiguous(), 2, _seed())
        with expect_nothing_raised(
            says="an input that is not contiguous (a slice, a transpose) is allowed",
            look_at="view and as_strided need the tensor's own strides; reshape copies where it must",
        ):
            answer = student.run(_images_after, images, 2, _seed())
        kept, dtypes = _parts(answer, 2)
        says = "the images have changed"
        expect_true(kept, says=says, look_at="move copies: roll and pad make new tensors")
        says = "predict is given images of another dtype"
        expect_true(dtypes == [str(dtype)], says=says, look_at="keep the dtype of the images")


@worth(1)
def test_python_float(student):
    """Returns a Python float."""
    share = student.run(_share_of_constant, random(6, 1, 9, 8), 2, _seed())

    expect_number(share, says="the output is no number", look_at="end with .item()")
    kind = type(share).__name__
    expect_true(type(share) is float, says=f"the output is of type {kind}, not float", look_at=".item()")


@worth(1)
def test_device_parity(student):
    """Gives the same for images on an accelerator, with a generator on the CPU."""
    images, seed = _lamps(60), _seed()
    on_cpu, _ = _parts(student.run(_share_and_seen, images, 2, seed), 2)
    look_at = "draw on generator.device, then move what is needed to images.device: no .cpu(), no NumPy"
    says = "images on an accelerator are to be taken with a generator on the CPU"
    with expect_nothing_raised(says=says, look_at=look_at):
        on_device, stayed, round_trip = _parts(student.run(_share_on_accelerator, images, 2, seed), 3)

    says = "the images are on an accelerator, but predict was given some on another device"
    expect_true(stayed, says=says, look_at=look_at)
    says = "the images are copied from the accelerator to the CPU"
    expect_true(round_trip is False, says=says, look_at=look_at)
    says = "the share on an accelerator is not the one on the CPU"
    expected = expect_number(_plain(on_cpu), says="the output is no number")
    expect_number(_plain(on_device), expected, tolerance=1e-6, says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _share_of_constant(student, images, max_shift, seed):
    generator = torch.Generator().manual_seed(seed)

    def predict(batch):
        return torch.full((len(batch),), 3, device=batch.device)

    return student.shift_consistency(predict, images, max_shift, generator=generator)


def _share_and_seen(student, images, max_shift, seed):
    seen = []

    def predict(batch):
        seen.append(batch.detach().clone())
        brightness, place = batch.flatten(1).max(dim=1)
        return (place + (brightness * len(images)).round().long()) % 3

    generator = torch.Generator().manual_seed(seed)
    share = student.shift_consistency(predict, images, max_shift, generator=generator)
    alike = all(batch.shape[1:] == images.shape[1:] for batch in seen)
    return share, torch.cat(seen) if seen and alike else None


def _draws(student, images, max_shift, seed):
    import random

    def draw(generator):
        seen = []

        def predict(batch):
            seen.append(batch.detach().clone())
            return batch.flatten(1).argmax(dim=1)

        student.shift_consistency(predict, images.clone(), max_shift, generator=generator)
        alike = all(batch.shape[1:] == images.shape[1:] for batch in seen)
        return torch.cat(seen) if seen and alike else None

    def states():
        return [torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()]

    first, same, other = (torch.Generator().manual_seed(number) for number in (seed, seed, seed + 1))
    before = states()
    one = draw(first)
    untouched = states() == before
    torch.rand(3)
    again = draw(same)
    return one, again, draw(other), draw(first), untouched


def _images_after(student, images, max_shift, seed):
    dtypes = []

    def predict(batch):
        dtypes.append(str(batch.dtype))
        return batch.flatten(1).argmax(dim=1)

    before = images.clone()
    generator = torch.Generator().manual_seed(seed)
    student.shift_consistency(predict, images, max_shift, generator=generator)
    return torch.equal(images, before), sorted(set(dtypes))


def _share_on_accelerator(student, images, max_shift, seed):
    from convlab import devices

    places, copies = [], []

    def predict(batch):
        places.append(batch.device.type)
        brightness, place = batch.flatten(1).max(dim=1)
        return (place + (brightness * len(images)).round().long()) % 3

    generator = torch.Generator().manual_seed(seed)
    with devices.accelerator(copies) as device:
        there = devices.move(images, device)
        share = student.shift_consistency(predict, there, max_shift, generator=generator)
        share = share if type(share) is float else float(share)
    stayed = set(places) == {device.type}
    return share, stayed, any(size >= images.numel() for size in copies)
