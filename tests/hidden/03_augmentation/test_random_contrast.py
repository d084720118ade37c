"""Hidden suite of `random_contrast`."""
# convnet-canary-7f3a

from typing import Any

import torch

from autograder.testing import (
    StudentFault,
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

# Images of middle grey are not clipped: c and b of each image can be read off, however they were drawn.
DRAWS = 1500
LOOK_AT = "get values that need no clipping right first"


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


def _grey(count: int) -> torch.Tensor:
    """Images near 0.5, whose mean is 0.5 exactly, also in each channel."""
    images = 0.45 + 0.1 * random(count, 2, 3, 4)
    return (images - images.mean((2, 3), keepdim=True) + 0.5).float()


def _fitted(values: torch.Tensor, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Slope and intercept of each image's new values over its old ones, (N,) each."""
    new, old = values.flatten(1).double(), images.flatten(1).double()
    spread = old - old.mean(1, keepdim=True)
    slope = (spread * new).sum(1) / (spread * spread).sum(1)
    return slope, new.mean(1) - slope * old.mean(1)


def _measure(student: Any, *, own: bool = False, **options: Any) -> torch.Tensor:
    """C and b of many images, (N, 2): of one batch, or where that has one for all, of as many calls.

    That each image has its own is for another test to say: it asks for its `own`.
    """
    images = _grey(DRAWS)
    for batch in (images, images[:1]):
        calls = DRAWS // len(batch)
        actual = student.run(_one_by_one, batch, options, _seed(), calls)
        values = expect_tensor(actual, shape=(calls, *batch.shape), look_at=LOOK_AT).real.flatten(0, 1)
        c, intercept = _fitted(values, batch.repeat(calls, 1, 1, 1))
        measured = torch.stack([c, intercept - 0.5 * (1 - c)], 1)
        if own or bool((measured - measured[0]).abs().max() > 1e-3):
            break
    return measured


def _expect_uniform(values: torch.Tensor, low: float, high: float, *, what: str, look_at: str) -> None:
    share = (values - low) / (high - low)
    says = f"{what} goes beyond what was asked for"
    expect_true(bool((share > -0.01).all() and (share < 1.01).all()), says=says, look_at=look_at)
    says = f"{what} does not reach both ends of what was asked for"
    expect_true(bool(share.min() < 0.03 and share.max() > 0.97), says=says, look_at=look_at)
    counts = torch.bincount((share * 5).long().clamp(0, 4), minlength=5).tolist()
    says = f"{what} is not uniform"
    expect_true(all(_chance(count, len(share), 1 / 5) for count in counts), says=says, look_at=look_at)
    distinct = len((share * 1000).round().unique())  # of 1500 draws, some 770 differ in the third digit
    says = f"{what} takes a few values only"
    expect_true(distinct > 300, says=says, look_at=look_at)


def _expect_ordinary(student: Any) -> None:
    """An ordinary call must change something before anything special is said to be wrong."""
    images = _grey(4)
    student.run(_take_seeds, "random_contrast")
    actual = student.random_contrast(images, brightness=0.2, contrast=0.5, seed=_seed())
    values = expect_tensor(actual, shape=images.shape, look_at="keep the shape of the images").real
    changed = not torch.equal(values.double(), images.double())
    expect_true(changed, says="images do not change at all", look_at=LOOK_AT)


def _mean_moves(student: Any) -> bool:
    """Whether grey images are stretched about another value than their mean, which one test says."""
    images = _grey(32)
    actual = student.run(_one_by_one, images, {"contrast": 0.5}, _seed(), 1)
    values = expect_tensor(actual, shape=(1, *images.shape), look_at=LOOK_AT).real[0]
    c, intercept = _fitted(values, images)
    about = ((1 - c) * intercept).sum() / (1 - c).square().sum().clamp(min=1e-9)
    line = bool(((1 - c) * about - intercept).abs().max() < 1e-3)
    return line and bool((c - 1).abs().max() > 0.01 and (about - 0.5).abs() > 0.02)


@worth(3)
@parametrize(
    "options",
    [
        {"brightness": 0.3, "contrast": 0.5},
        {"brightness": 0.4},
        {"contrast": 0.9},
        {"brightness": 0.1, "contrast": 0.9},
    ],
)
@parametrize("shape", [(40, 3, 6, 5), (1, 1, 7, 4), (40, 2, 5, 5)])
def test_clipped_line(student, shape, options):
    """Gives c·x + const for each image, all channels alike, cut off at 0 and at 1."""
    # All channels are alike: about which mean they are stretched is for another test to say.
    images = (0.495 + 0.01 * random(shape[0], 1, *shape[2:], dtype=torch.float32)).repeat(1, shape[1], 1, 1)
    images[..., 0, 0], images[..., -1, 1], images[..., 1, -1] = 0.0, 1.0, 0.9
    if _mean_moves(student):
        return
    student.run(_take_seeds, "random_contrast")

    actual = student.random_contrast(images, **options, seed=_seed())
    values = expect_tensor(actual, shape=shape, look_at="keep the shape of the images").real.double()
    middle = (images[0, 0] > 0.4) & (images[0, 0] < 0.6)
    slope, intercept = _fitted(values[:, :, middle], images[:, :, middle])
    line = images.double() * slope[:, None, None, None] + intercept[:, None, None, None]
    if "contrast" not in options:
        says = "images are stretched or squeezed, although only brightness was asked for"
        look_at = "add b, and cut off what leaves [0, 1]: do not rescale"
        expect_true(bool(((slope - 1).abs() < 1e-2).all()), says=says, look_at=look_at)
    # A line through so narrow a middle is known less well, the further one goes from it.
    says = "the new values are not on a line over the old ones, cut off at 0 and at 1"
    look_at = "one c and one b for all pixels and channels of an image; clamp once, at the very end"
    expect_close(values, line.clamp(0, 1), says=says, look_at=look_at, rtol=0.0, atol=5e-3)


@worth(2)
@parametrize("shape", [(12, 3, 4, 5), (1, 2, 5, 3), (12, 1, 3, 3)])
def test_mean_stays(student, shape):
    """Stretches about the mean of the whole image: without brightness, no image's mean changes."""
    base = 0.35 + 0.3 * random(shape[0], shape[1], 1, 1)
    images = (base + 0.1 * random(*shape)).float()
    _expect_ordinary(student)

    actual = student.random_contrast(images, contrast=0.5, seed=_seed())
    values = expect_tensor(actual, shape=shape, look_at="keep the shape of the images").real.double()
    slope, intercept = _fitted(values, images)
    mean = images.double().mean((1, 2, 3))
    line = images.double() * slope[:, None, None, None] + intercept[:, None, None, None]
    look_at = "the mean over axes 1, 2 and 3: of each image, over all its channels, and not of the batch"
    expect_true(
        bool((slope * mean + intercept - mean).abs().max() < 1e-3),
        says="the mean of the image moves, although only contrast was asked for",
        look_at=look_at,
    )
    says = "the channels of an image are not stretched about one and the same mean"
    expect_true(bool((values - line).abs().max() < 1e-3), says=says, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("options", [{"brightness": 1.0, "contrast": 1.0}, {"brightness": 0.8}, {"contrast": 1}])
def test_stays_in_range(student, options, dtype):
    """Stays between 0 and 1, however strong it is."""
    images = random(200, 2, 3, 4, dtype=dtype)
    images[:, :, 0, 0], images[:, :, 1, 1] = 0.0, 1.0
    _expect_ordinary(student)

    actual = student.random_contrast(images, **options, seed=_seed())
    values = expect_tensor(actual, shape=images.shape, look_at="keep the shape of the images").real.double()
    says = "values leave [0, 1]"
    look_at = "clamp at both ends, after b was added"
    expect_true(bool((values >= 0).all() and (values <= 1).all()), says=says, look_at=look_at)


@worth(1)
@parametrize("contrast", [0.8, 0.3, 1.7])
def test_contrasts(student, contrast):
    """Draws c uniformly within 1 ± contrast, also below 0: contrast may be above 1."""
    if _mean_moves(student):
        return
    c = _measure(student, contrast=contrast, brightness=0.3)[:, 0]

    look_at = "1 - contrast + 2 · contrast · rand: one number for each image"
    _expect_uniform(c, 1 - contrast, 1 + contrast, what="c", look_at=look_at)


@worth(1)
@parametrize("brightness", [0.4, 0.1])
def test_brightnesses(student, brightness):
    """Draws b uniformly within ± brightness."""
    if _mean_moves(student):
        return
    b = _measure(student, brightness=brightness, contrast=0.5)[:, 1]

    look_at = "brightness · (2 · rand - 1): one number for each image, added to all its pixels"
    _expect_uniform(b, -brightness, brightness, what="b", look_at=look_at)


@worth(2)
def test_each_image_by_itself(student):
    """Draws c and b for each image by itself, and independently of each other."""
    if _mean_moves(student):
        return
    measured = _measure(student, own=True, brightness=0.2, contrast=0.5)

    high = measured > measured.median(0).values
    for axis, name in enumerate(("c", "b")):
        spread = (measured[:, axis] - measured[0, axis]).abs().max().item()
        look_at = "draw N numbers for c and N others for b"
        says = f"{name} is the same for all images"
        expect_true(spread > 1e-3, says=says, look_at=look_at)
        for lag in (1, 2, DRAWS // 2):
            alike = int((high[lag:, axis] == high[:-lag, axis]).sum())
            says = f"{name} depends on that of another image in the batch"
            expect_true(_chance(alike, DRAWS - lag, 1 / 2), says=says, look_at=look_at)
    alike = int((high[:, 0] == high[:, 1]).sum())
    expect_true(_chance(alike, DRAWS, 1 / 2), says="b depends on c", look_at=look_at)


@worth(1)
@parametrize("options", [{}, {"brightness": 0.0, "contrast": 0.0}, {"brightness": 0, "contrast": 0}])
def test_zero_strength(student, options):
    """Leaves images as they are at zero strength, which is the default."""
    images = random(5, 3, 4, 6, dtype=torch.float32)
    images[0, :, 0, 0], images[0, :, 1, 1] = 0.0, 1.0
    _expect_ordinary(student)

    actual = student.random_contrast(images, **options, seed=_seed())
    values = expect_tensor(actual, shape=images.shape, look_at="keep the shape of the images").real.double()
    says = "images change, although neither brightness nor contrast was asked for"
    look_at = "without strength c is 1 and b is 0"
    expect_close(values, images.double(), says=says, look_at=look_at, rtol=0.0, atol=1e-5)


@worth(1)
def test_generator(student):
    """The generator decides everything, and the global random state is left alone."""
    _expect_repeatable(student, "random_contrast", _grey(8), brightness=0.2, contrast=0.5)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Keeps the dtype, works on slices and transposed images, and leaves its input as it was."""
    slices = random(8, 4, 8, 9, dtype=dtype)[::2, 1:, 1:, ::2]
    turned = random(4, 5, 4, 3, dtype=dtype).permute(0, 3, 2, 1)
    _expect_ordinary(student)

    for images in (slices, turned):
        _expect_layout_ignored(student, "random_contrast", images, brightness=0.3, contrast=0.6)


@worth(1)
@parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(student, dtype):
    """Keeps float16 and bfloat16, with roughly the values that are due."""
    _expect_ordinary(student)
    student.run(_take_seeds, "random_contrast")
    images = _grey(8).to(dtype)

    try:
        actual = student.random_contrast(images, contrast=0.5, seed=_seed())
    except StudentFault as fault:
        if "not implemented for" in fault.staff:  # torch lacks this operation on the CPU
            return
        raise
    look_at = "masks and drawn numbers need dtype=images.dtype, or .to(images): .float() is wider"
    values = expect_tensor(actual, shape=images.shape, dtype=dtype, look_at=look_at)
    gap = (values.double().mean((1, 2, 3)) - 0.5).abs().max().item()
    expect_true(gap < 0.3, says=f"values are far off for {dtype}", look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there, wherever the generator is."""
    _expect_ordinary(student)

    images = random(4, 2, 5, 6, dtype=dtype)
    _expect_on_accelerator(student, "random_contrast", images, brightness=0.3, contrast=0.6)


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
    contrast, generator = student.random_contrast, torch.Generator().manual_seed(seed)
    return torch.stack([contrast(images.clone(), generator=generator, **options) for _ in range(calls)])
