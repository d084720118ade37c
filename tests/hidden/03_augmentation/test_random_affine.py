"""Hidden suite of `random_affine`."""
# convnet-canary-7f3a

import math
from typing import Any

import torch
import torch.nn.functional as F

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    random,
    worth,
)

# An image whose channels are the row and the column of each pixel shows, after the transform, where each
# pixel came from; a third one, of ones, shows which came from inside. So angle, size and shift of each image
# can be read off, however they were drawn.
DRAWS = 1000
SIDES = (17, 21)


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


def _centred(length: int) -> torch.Tensor:
    """Places along an axis, counted from its middle [px]."""
    return torch.arange(length, dtype=torch.float64) - (length - 1) / 2


def _ramps(count: int, height: int, width: int) -> torch.Tensor:
    """Each pixel's row in the first channel, its column in the second, from 0 to 1, and 1 in the third."""
    rows = torch.linspace(0, 1, height)[:, None].expand(height, width)
    cols = torch.linspace(0, 1, width).expand(height, width)
    return torch.stack([rows, cols, torch.ones(height, width)]).repeat(count, 1, 1, 1)


def _sources(values: torch.Tensor) -> torch.Tensor:
    """Where each pixel of transformed ramps came from, (N, 2, H, W): (row, column) from the middle [px]."""
    sides = torch.tensor(values.shape[2:], dtype=torch.float64)[:, None, None] - 1
    return (values[:, :2] - 0.5) * sides


def _maps(values: torch.Tensor, reach: int = 2) -> tuple[torch.Tensor, torch.Tensor]:
    """The affine map from a pixel to its source, (N, 2, 2) and (N, 2), fitted near the middle.

    Where too little of the middle came from inside the image, to all that did.
    """
    _, _, height, width = values.shape
    places = torch.cartesian_prod(_centred(height), _centred(width))
    design = torch.cat([places, torch.ones(len(places), 1, dtype=torch.float64)], 1)
    near = ((values[:, :2] > 0.02) & (values[:, :2] < 0.98)).all(1) & (values[:, 2] > 0.999)
    used = near.flatten(1) & (places.abs() <= reach + 0.5).all(1)
    used = torch.where(used.sum(1, keepdim=True) < 12, near.flatten(1), used).double()[:, :, None]
    sources = _sources(values).flatten(2).transpose(1, 2)
    square = design.T @ (used * design)
    fitted = torch.linalg.pinv(square, hermitian=True) @ (design.T @ (used * sources))
    return fitted[:, :2].transpose(1, 2), fitted[:, 2]


def _measured(values: torch.Tensor, reach: int = 2) -> torch.Tensor:
    """For each image: angle, counter-clockwise, size, and shift down and to the right [px]: (N, 4)."""
    back, source = _maps(values, reach)
    angles = torch.rad2deg(torch.atan2(back[:, 0, 1] - back[:, 1, 0], back[:, 0, 0] + back[:, 1, 1]))
    sizes = torch.linalg.det(back).abs().clamp(min=1e-6).rsqrt()
    shifts = -(torch.linalg.pinv(back) @ source[:, :, None])[:, :, 0]  # where the middle of the image went
    return torch.cat([angles[:, None], sizes[:, None], shifts], 1)


def _measure(student: Any, reach: int = 2, **options: Any) -> torch.Tensor:
    """Angle, size and shift of many images: of one batch, or where that has one for all, of as many calls.

    That each image has its own is for another test to say.
    """
    images = _ramps(DRAWS, *SIDES)
    for batch in (images, images[:1]):
        actual = student.run(_one_by_one, batch, options, _seed(), DRAWS // len(batch))
        shape = (DRAWS // len(batch), len(batch), 3, *SIDES)
        values = expect_tensor(actual, shape=shape, look_at=LOOK_AT_KNOWN).real.double().flatten(0, 1)
        measured = _measured(values, reach)
        if bool((measured - measured[0]).abs().max() > 1e-3):
            break
    return measured


LOOK_AT_KNOWN = "get angles and sizes that are known (a pair of equal numbers) right first"


def _expect_uniform(values: torch.Tensor, low: float, high: float, *, what: str, look_at: str) -> None:
    """Uniform from low to high, whose ends may be off by little: pixels count as H or as H - 1."""
    share = (values - low) / (high - low)
    says = f"{what} go beyond what was asked for"
    expect_true(bool((share > -0.08).all() and (share < 1.08).all()), says=says, look_at=look_at)
    says = f"{what} do not reach both ends of what was asked for"
    expect_true(bool(share.min() < 0.05 and share.max() > 0.95), says=says, look_at=look_at)
    counts = torch.bincount((share * 5).long().clamp(0, 4), minlength=5).tolist()
    says = f"{what} are not uniform"
    expect_true(all(_chance(count, len(share), 1 / 5) for count in counts), says=says, look_at=look_at)


def _back(angle: float, size: float) -> torch.Tensor:
    """The map from a place to its source, both (row, column) from the middle."""
    cos, sin = (function(math.radians(angle)) / size for function in (math.cos, math.sin))
    return torch.tensor([[cos, sin], [-sin, cos]], dtype=torch.float64)


def _oracle(
    images: torch.Tensor, back: torch.Tensor, offset: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The images through a map, and which pixels are surely inside and outside."""
    _, _, height, width = images.shape
    places = torch.stack(torch.meshgrid(_centred(height), _centred(width), indexing="ij"))
    middle = torch.tensor([(height - 1) / 2, (width - 1) / 2], dtype=torch.float64) + offset
    source = torch.einsum("ij,jyx->iyx", back, places) + middle[:, None, None]
    sides = torch.tensor([height, width], dtype=torch.float64)[:, None, None]
    inside = ((source > 0.02) & (source < sides - 1.02)).all(0)
    outside = ((source < -1.02) | (source > sides + 0.02)).any(0)
    result = torch.zeros_like(images)
    first = source.floor()
    for y in (0, 1):
        for x in (0, 1):
            corner = first + torch.tensor([y, x], dtype=torch.float64)[:, None, None]
            weight = (1 - (source - corner).abs()) * ((corner >= 0) & (corner < sides))
            row, col = corner[0].long().clamp(0, height - 1), corner[1].long().clamp(0, width - 1)
            result += weight.prod(0) * images[:, :, row, col]
    return result, inside, outside


def _found_map(student: Any, shape: tuple[int, int], **options: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """The map of a known angle and size as it is, right or not: one mistake costs once."""
    back, offset = _maps(_transformed(student, _ramps(1, *shape), **options), 5)
    return back[0], offset[0]


def _rough(student: Any) -> bool:
    """Whether pixels are not interpolated at all, which another test says: places are off by half a pixel."""
    sources = _sources(_transformed(student, _ramps(1, 15, 15), degrees=(30.0, 30.0)))[:, :, 4:-4, 4:-4]
    return bool(((sources - sources.round()).abs() < 1e-3).all())


def _off_centre(student: Any) -> bool:
    """Whether square images are turned or resized about another point than their middle."""
    options = ({"degrees": (90.0, 90.0)}, {"scale": (1.5, 1.5)})
    return any(_found_map(student, (15, 15), **one)[1].abs().max().item() > 0.12 for one in options)


def _transformed(student: Any, images: torch.Tensor, **options: Any) -> torch.Tensor:
    """What comes of the images, in float64; its dtype is for another test to say."""
    student.run(_take_seeds, "random_affine")
    actual = student.random_affine(images, **options, seed=_seed())
    return expect_tensor(actual, shape=images.shape, look_at="keep the shape of the images").real.double()


def _expect_map(
    student: Any, shape: tuple[int, int], angle: float, size: float, *, says: str, look_at: str
) -> None:
    """The map of a known angle and size, in whichever direction it is turned: one mistake costs once."""
    height, width = shape
    options = {"degrees": (angle, angle), "scale": (size, size)}
    values = _transformed(student, _ramps(2, height, width), **options)
    found = _sources(values)
    off_centre, tolerance = _off_centre(student), 0.5 if _rough(student) else 0.12
    if off_centre:  # on square images already: for another test to say
        found = found - _maps(values, 5)[1][:, :, None, None]
    errors = []
    for sign in (1, -1):
        places = torch.stack(torch.meshgrid(_centred(height), _centred(width), indexing="ij"))
        source = torch.einsum("ij,jyx->iyx", _back(sign * angle, size), places)
        room = torch.tensor([(height - 1) / 2, (width - 1) / 2], dtype=torch.float64)[:, None, None]
        inside = (source.abs() < room - 1).all(0)
        if off_centre:
            inside = inside & (values[:, 2] > 0.999).all(0)
        gap = (found - source)[:, :, inside]
        ramp = source[:, inside]
        slopes = (gap * ramp.sign()).mean(2).abs().max()
        errors.append(max(slopes.item(), gap.mean(2).abs().max().item()))
    expect_true(min(errors) < tolerance, says=says, look_at=look_at)


def _expect_ordinary(student: Any) -> None:
    """An ordinary call must change something before anything special is said to be wrong."""
    images = random(4, 2, 7, 8, dtype=torch.float32)
    changed = not torch.equal(_transformed(student, images, degrees=(40.0, 50.0)), images.double())
    expect_true(changed, says="images are not turned at all", look_at=LOOK_AT_KNOWN)


@worth(1)
@parametrize(
    "options",
    [
        {},
        {"degrees": 0, "translate": 0, "scale": (1, 1)},
        {"degrees": (0.0, 0.0), "translate": 0.0, "scale": (1.0, 1.0)},
    ],
)
@parametrize("shape", [(3, 2, 6, 9), (2, 1, 7, 4), (1, 3, 5, 5)])
def test_identity(student, shape, options):
    """Leaves images as they are at zero strength, which is the default."""
    _expect_ordinary(student)
    images = random(*shape, dtype=torch.float32)

    expect_close(
        _transformed(student, images, **options),
        images.double(),
        says="images change, although neither angle, shift nor scale was asked for",
        look_at="a grid must hit pixels in their middle: the same align_corners for grid and samples",
        rtol=1e-4,
        atol=1e-4,
    )


@worth(2)
@parametrize("side", [9, 10])
@parametrize("degrees, turns", [((90, 90), 1), ((-90.0, -90.0), 3), ((180, 180), 2), ((270.0, 270.0), 3)])
def test_right_angles(student, degrees, turns, side):
    """Turns square images by 90, 180 and 270 degrees counter-clockwise, as torch.rot90 does."""
    images = random(3, 2, side, side, dtype=torch.float32)
    actual = _transformed(student, images, degrees=degrees)[:, :, 1:-1, 1:-1]  # borders may be interpolated

    expected = torch.rot90(images.double(), turns, (2, 3))[:, :, 1:-1, 1:-1]
    clockwise = torch.allclose(
        actual, torch.rot90(images.double(), -turns, (2, 3))[:, :, 1:-1, 1:-1], atol=1e-2
    )
    says = "images are turned clockwise"
    look_at = "rows count downwards: a positive angle brings the right-hand side up"
    expect_true(not clockwise or turns == 2, says=says, look_at=look_at)
    expect_close(
        actual,
        expected,
        says="a right angle is off, on square images already",
        look_at="turn about the middle, ((H - 1) / 2, (W - 1) / 2), and by degrees, not radians",
        rtol=2e-3,
        atol=2e-3,
    )


@worth(2)
@parametrize("shape", [(9, 25), (26, 11)])
@parametrize("angle, size", [(25.0, 1.0), (-40.0, 1.0), (90.0, 1.0), (30.0, 1.4)])
def test_pixel_units(student, shape, angle, size):
    """Turns images that are not square about their middle, without shearing them."""
    _expect_map(
        student,
        shape,
        angle,
        size,
        says="an image that is not square is sheared, stretched or turned about another point",
        look_at="a grid from -1 to 1 has other units along H than along W: sin needs H / W and W / H",
    )


@worth(1)
@parametrize("size", [2.0, 0.5, 1.3])
def test_size(student, size):
    """Enlarges about the middle by a scale above 1, and shrinks by one below."""
    _expect_map(
        student,
        (15, 22),
        0.0,
        size,
        says="a known scale gives another size, or not about the middle",
        look_at="a scale of 2 doubles what is seen: the way back from the result to the image halves it",
    )


@worth(1)
@parametrize("angle, size", [(30.0, 1.0), (-50.0, 1.4), (15.0, 0.7)])
def test_bilinear(student, angle, size):
    """Interpolates bilinearly between four pixels."""
    images = random(2, 3, 12, 12, dtype=torch.float32)
    actual = _transformed(student, images, degrees=(angle, angle), scale=(size, size))

    found = _found_map(student, (12, 12), degrees=(angle, angle), scale=(size, size))
    expected, inside, _ = _oracle(images.double(), *found)
    says = "pixels are not the bilinear mean of their four neighbours"
    look_at = 'mode="bilinear", and the same align_corners throughout'
    expect_true(int(inside.sum()) > 8, says="the middle of the image is empty", look_at=LOOK_AT_KNOWN)
    expect_true(bool(((actual - expected)[:, :, inside].abs() < 5e-3).all()), says=says, look_at=look_at)


@worth(1)
@parametrize(
    "options", [{"degrees": (45, 45)}, {"scale": (0.5, 0.5)}, {"degrees": (-70, -70), "scale": (0.7, 0.7)}]
)
def test_zeros_outside(student, options):
    """Gives 0 where there was no image."""
    images = 0.5 + 0.5 * random(2, 2, 16, 16, dtype=torch.float32)
    actual = _transformed(student, images, **options)

    _, inside, outside = _oracle(images.double(), *_found_map(student, (16, 16), **options))
    if _rough(student):  # the map is known less well
        near = F.max_pool2d((~outside)[None, None].double(), 5, 1, 2)[0, 0] > 0
        inside, outside = inside & False, ~near
    says = "what lies outside the image is not 0"
    look_at = 'padding_mode="zeros": no border, no reflection, no wrapping around'
    expect_true(bool((actual[:, :, outside].abs() < 1e-4).all()), says=says, look_at=look_at)
    says = "the middle of the image is empty"
    expect_true(bool((actual[:, :, inside] > 0.25).all()), says=says, look_at=LOOK_AT_KNOWN)


@worth(1)
@parametrize("degrees", [40, (-60.0, -10.0), 0.4])
def test_angles(student, degrees):
    """Draws angles uniformly from -degrees to degrees, or from a pair, and not whole degrees only."""
    if degrees == 0.4 and _rough(student):  # which cannot show so small an angle, as another test says
        return
    angles = _measure(student, 5, degrees=degrees)[:, 0]

    low, high = degrees if isinstance(degrees, tuple) else (-degrees, degrees)
    if isinstance(degrees, tuple) and (angles.mean() > 0) != (low > 0):
        angles = -angles  # which way round is for another test to say
    look_at = "degrees + … · rand: one angle for each image, from low to high"
    _expect_uniform(angles, low, high, what="angles", look_at=look_at)


@worth(1)
@parametrize("translate", [0.25, 0.02])
def test_shifts(student, translate):
    """Draws shifts uniformly within the fraction of height and width, either way, and not by whole pixels."""
    if translate < 0.1 and _rough(student):  # which cannot show so small a shift, as another test says
        return
    shifts = _measure(student, translate=translate)[:, 2:]

    for axis, name in enumerate(["shifts up and down", "shifts to the left and right"]):
        most = translate * SIDES[axis]
        look_at = "a shift of 1 in a grid from -1 to 1 is half the image; H and W have a share each"
        _expect_uniform(shifts[:, axis], -most, most, what=name, look_at=look_at)


@worth(1)
@parametrize("size", [2.0, 0.5])
def test_shift_comes_last(student, size):
    """Shifts by a fraction of height and width also when images are resized: the shift is not resized."""
    spreads = []
    for scale in (1.0, size):
        shifts = _measure(student, translate=0.1, scale=(scale, scale))[:, 2:]
        spreads.append(shifts.max(0).values - shifts.min(0).values)
    look_at = "turn and resize first, then shift; so the way back shifts first: -(R⁻¹ / s) t, not -t"
    if _rough(student) or bool((spreads[0] < 1e-2).any()):  # never shifted, as other tests say
        return
    ratio = spreads[1] / spreads[0]
    says = "shifts get larger or smaller with the scale"
    expect_true(bool(((ratio > 0.75) & (ratio < 1.33)).all()), says=says, look_at=look_at)


@worth(1)
@parametrize("scale", [(0.4, 2.0), (1.1, 1.5)])
def test_sizes(student, scale):
    """Draws sizes uniformly from the pair."""
    if scale[0] > 1 and _rough(student):  # which cannot show so small a difference, as another test says
        return
    sizes = _measure(student, scale=scale)[:, 1]

    says = "sizes go beyond what was asked for"
    if bool((sizes * scale[0] < 1.02).all()) and bool((sizes * scale[1] > 0.98).all()):
        sizes = 1 / sizes  # the wrong way round, which another test says
    expect_true(bool((sizes > 0).all()), says=says)
    _expect_uniform(sizes, *scale, what="sizes", look_at="low + (high - low) · rand: one for each image")


@worth(2)
def test_each_image_by_itself(student):
    """Draws angle, size and both shifts for each image by itself, and independently of each other."""
    # Little turned and far shifted: about which point it is turned is for another test to say.
    options = {"degrees": 3.0, "translate": 0.25, "scale": (0.95, 1.05)}
    if _rough(student):
        options = {"degrees": 30.0, "translate": 0.1, "scale": (0.8, 1.25)}
    actual = student.run(_one_by_one, _ramps(DRAWS, *SIDES), options, _seed(), 1)
    shape = (1, DRAWS, 3, *SIDES)
    values = expect_tensor(actual, shape=shape, look_at=LOOK_AT_KNOWN).real.double()[0]
    measured = _measured(values)

    names = ("angle", "size", "shift down", "shift to the right")
    high = measured > measured.median(0).values
    share = high.double().mean(0).tolist()  # a half, where no two are equal

    def by_chance(alike: torch.Tensor, one: int, other: int) -> bool:
        chance = share[one] * share[other] + (1 - share[one]) * (1 - share[other])
        return _chance(int(alike.sum()), len(alike), chance)

    for axis, name in enumerate(names):
        says = f"the {name} is the same for all images"
        spread = (measured[:, axis] - measured[0, axis]).abs().max().item()
        expect_true(spread > 1e-3, says=says, look_at="draw N numbers for each")
        for other in range(axis):
            alike = high[:, axis] == high[:, other]
            says = f"the {name} depends on the {names[other]}"
            expect_true(by_chance(alike, axis, other), says=says, look_at="draw anew for each of them")
        for lag in (1, 2, DRAWS // 2):
            alike = high[lag:, axis] == high[:-lag, axis]
            says = f"the {name} depends on that of another image in the batch"
            expect_true(by_chance(alike, axis, axis), says=says, look_at="draw N numbers for each")


@worth(1)
def test_generator(student):
    """The generator decides everything, and the global random state is left alone."""
    options = {"degrees": 30.0, "translate": 0.1, "scale": (0.8, 1.25)}
    _expect_repeatable(student, "random_affine", random(4, 1, 6, 7, dtype=torch.float32), **options)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Keeps the dtype, works on slices and transposed images, and leaves its input as it was."""
    slices = random(8, 4, 8, 9, dtype=dtype)[::2, 1:, 1:, ::2]
    turned = random(4, 5, 4, 3, dtype=dtype).permute(0, 3, 2, 1)
    _expect_ordinary(student)

    for images in (slices, turned):
        _expect_layout_ignored(student, "random_affine", images, degrees=30, translate=0.1, scale=(0.8, 1.2))


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there, wherever the generator is."""
    _expect_ordinary(student)

    _expect_on_accelerator(
        student,
        "random_affine",
        random(4, 2, 6, 7, dtype=dtype),
        degrees=30.0,
        translate=0.1,
        scale=(0.8, 1.2),
    )


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
    affine, generator = student.random_affine, torch.Generator().manual_seed(seed)
    return torch.stack([affine(images.clone(), generator=generator, **options) for _ in range(calls)])
