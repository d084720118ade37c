"""Hidden suite of `mixup`."""
# convnet-canary-7f3a

from typing import Any

import torch
import torch.nn.functional as F

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

# Each image has a bright pixel that is dark in all others: what is there after the mixing is its share.
CLASSES = 7


def _seed() -> int:
    return int(integers(0, 2**31))


def _chance(hits: int, draws: int, share: float) -> bool:
    """Whether that many hits can be chance: "no" is wrong once in 10**12 (Bernstein's inequality)."""
    slack = 28.4 / 3 + ((28.4 / 3) ** 2 + 2 * 28.4 * draws * share * (1 - share)) ** 0.5
    return abs(hits - draws * share) <= slack


def _flat(calls: object) -> torch.Tensor:
    """What a list of calls gave, as one row of numbers."""
    pairs = [_pair(answer) for answer in (calls if type(calls) is list else [calls])]
    return torch.cat([values.flatten().double() for pair in pairs for values in pair])


def _pair(answer: object) -> tuple[torch.Tensor, torch.Tensor]:
    """Images and soft labels, safe to use."""
    look_at = "return images, soft_labels"
    whole = isinstance(answer, tuple | list) and len(answer) == 2
    expect_true(whole, says="the output is not a pair of two tensors", look_at=look_at)
    images, soft_labels = (expect_tensor(values, look_at=look_at).real for values in answer)  # type: ignore[attr-defined]
    return images, soft_labels


def _batch(count: int, *, dtype: torch.dtype = torch.float64) -> tuple[torch.Tensor, torch.Tensor]:
    """Images of 2 by 5 by 6 with a pixel of their own, and labels, some of them equal."""
    images = random(count, 2, 5, 6, dtype=dtype)
    images.flatten(2)[:, 0, :count] = torch.eye(count, dtype=dtype)
    return images, integers(0, CLASSES - 1, count)


def _shares(images: torch.Tensor, count: int) -> torch.Tensor:
    """How much of each given image (second axis) is in each image of the result (first axis)."""
    look_at = "mix whole images: keep their shape"
    values = expect_tensor(images, shape=(count, 2, 5, 6), look_at=look_at)
    return values.flatten(2)[:, 0, :count].double()


def _mixed(
    student: Any, images: torch.Tensor, labels: torch.Tensor, **options: Any
) -> tuple[torch.Tensor, torch.Tensor]:
    student.run(_take_seeds, "mixup")
    return _pair(student.mixup(images, labels, CLASSES, **options, seed=_seed()))


def _expect_ordinary(student: Any) -> None:
    """An ordinary call must mix something before anything special is said to be wrong."""
    images, labels = _batch(16, dtype=torch.float32)
    shares = _shares(_mixed(student, images, labels, alpha=4.0)[0], 16)
    mixed = (shares - torch.eye(16)).abs().max().item() > 1e-2
    expect_true(mixed, says="nothing is mixed", look_at="get the mixed images right first")


@worth(2)
@parametrize("count, alpha", [(1, 1.0), (2, 5), (9, 0.2), (24, 1.0)])
def test_images(student, count, alpha):
    """Mixes each image with at most one other: share · image + (1 − share) · partner."""
    images, labels = _batch(count, dtype=torch.float32)
    actual, _ = _mixed(student, images, labels, alpha=alpha)
    shares = _shares(actual, count)

    look_at = "share * images + (1 - share) * images[partner], with share of shape (N, 1, 1, 1) or ()"
    says = "an image holds shares below 0, or of more than two images"
    two = bool((shares > -1e-4).all()) and bool(((shares > 1e-4).sum(1) <= 2).all())
    expect_true(two, says=says, look_at=look_at)
    says = "the shares of the two images that are mixed do not sum to 1"
    expect_true(bool(((shares.sum(1) - 1).abs() < 1e-4).all()), says=says, look_at=look_at)
    says = "an image is not mixed evenly: not all its pixels and channels have the same share"
    expected = torch.einsum("nm,mchw->nchw", shares, images.double())
    even = bool(((actual.double() - expected).abs() < 1e-3).all())
    expect_true(even, says=says, look_at=look_at)
    _expect_ordinary(student)


@worth(1)
@parametrize("alpha", [0.2, 1.0, 5])
def test_labels_are_probabilities(student, alpha):
    """Gives soft labels of shape (N, K), not below 0, that sum to 1."""
    images, labels = _batch(12, dtype=torch.float32)
    _, soft_labels = _mixed(student, images, labels, alpha=alpha)

    look_at = "one_hot(labels, num_classes), mixed as the images are"
    values = expect_tensor(soft_labels, shape=(12, CLASSES), look_at=look_at)
    expect_true(bool((values > -1e-5).all()), says="a soft label is negative", look_at=look_at)
    sums = bool(((values.sum(1) - 1).abs() < 1e-4).all())
    expect_true(sums, says="soft labels do not sum to 1", look_at=look_at)
    _expect_ordinary(student)


@worth(3)
@parametrize("count, alpha", [(1, 1.0), (2, 5), (9, 0.2), (24, 1.0)])
def test_same_share_for_images_and_labels(student, count, alpha):
    """Mixes labels with the shares and the partners of the images."""
    images, labels = _batch(count, dtype=torch.float32)
    actual, soft_labels = _mixed(student, images, labels, alpha=alpha)
    hard = F.one_hot(labels, CLASSES).double()

    says = "the labels are mixed with other shares, or with other partners, than the images"
    look_at = "use one share and one partner for both: lambda belongs to the image and to its label"
    values = expect_tensor(soft_labels, shape=(count, CLASSES), look_at=look_at)
    expect_close(
        values.double(), _shares(actual, count) @ hard, says=says, look_at=look_at, rtol=1e-3, atol=1e-3
    )
    _expect_ordinary(student)


@worth(2)
@parametrize("alpha", [None, 1.0, 8.0])
def test_distribution(student, alpha):
    """Draws shares from Beta(alpha, alpha), with alpha = 0.2 by default."""
    draws, count = 800, 6
    images, labels = _batch(count)
    options = {} if alpha is None else {"alpha": alpha}
    actual = student.run(_mixed_images, images, labels, CLASSES, options, _seed(), draws)
    values = expect_tensor(actual, shape=(draws, *images.shape), look_at="keep the shape of the images").real
    shares = values.flatten(3)[:, :, 0, :count].double().clamp(0, 1)

    own = _one_of_each_call(shares)
    edges = _beta_quantiles(0.2 if alpha is None else alpha)
    counts = torch.bincount(torch.bucketize(own, edges), minlength=5).tolist()
    which = "the default alpha" if alpha is None else f"{alpha=}"
    expect_true(
        all(_chance(hits, draws, 1 / 5) for hits in counts),
        says=f"for {which}, shares are not drawn from Beta(alpha, alpha)",
        look_at="a small alpha gives shares near 0 and near 1, a large one shares near a half",
    )


def _one_of_each_call(shares: torch.Tensor) -> torch.Tensor:
    """The share that the first image with a partner keeps of itself, in each call: independent draws.

    Where images are mixed that have both changed places, the first of the two counts.
    """
    partners = (shares > 0).sum(2) == 2
    first = partners.long().argmax(1)
    rows = shares[torch.arange(len(shares)), first]
    own = rows[torch.arange(len(rows)), first]
    one = torch.where(own > 0, own, rows[torch.arange(len(rows)), (rows > 0).long().argmax(1)])
    # Where a share was so near to 0 or to 1 that it left no trace, it was at one of the two ends.
    alternating = (torch.arange(len(rows)) % 2).double()
    return torch.where(partners.any(1), one, alternating)


def _beta_quantiles(alpha: float) -> torch.Tensor:
    """Where Beta(alpha, alpha) reaches 1/5, 2/5, 3/5 and 4/5; x = sin²(t) tames its ends."""
    end, steps = torch.pi / 2, 200_000
    places = (torch.arange(steps, dtype=torch.float64) + 0.5) / steps
    t = end * places**3  # denser at 0, where the density may be infinite; its other half is its mirror image
    x = torch.sin(t) ** 2
    weight = torch.sin(t) ** (2 * alpha - 1) * torch.cos(t) ** (2 * alpha - 1) * places**2
    lower = x <= 0.5
    mass = weight[lower].cumsum(0)
    half = [x[lower][int(torch.searchsorted(mass, 2 * part * mass[-1]))].item() for part in (0.2, 0.4)]
    return torch.tensor([*half, 1 - half[1], 1 - half[0]], dtype=torch.float64)


@worth(1)
@parametrize("alpha", [0, 0.0])
@parametrize("count", [1, 8])
def test_alpha_0(student, count, alpha):
    """Mixes nothing at alpha = 0."""
    images, labels = _batch(count, dtype=torch.float32)

    with expect_nothing_raised(
        says="alpha=0 is allowed", look_at="Beta(0, 0) cannot be drawn from: ask first"
    ):
        actual, soft_labels = _mixed(student, images, labels, alpha=alpha)
    look_at = "return the images as they are, and the labels as vectors with a single 1"
    expect_close(
        actual.double(), images.double(), says="images are mixed at alpha = 0", look_at=look_at, atol=1e-5
    )
    hard = F.one_hot(labels, CLASSES).double()
    expect_close(soft_labels.double(), hard, says="labels are mixed at alpha = 0", look_at=look_at, atol=1e-5)


@worth(1)
@parametrize("alpha", [-0.2, -1, -1e-3])
def test_negative_alpha_raises(student, alpha):
    """Raises ValueError when alpha is negative."""
    images, labels = _batch(4, dtype=torch.float32)

    student.run(_take_seeds, "mixup")
    with expect_raises(ValueError, says=f"alpha={alpha}", look_at="compare alpha with 0 before you draw"):
        student.mixup(images, labels, CLASSES, alpha=alpha, seed=_seed())


@worth(1)
def test_generator(student):
    """The generator decides shares and partners, and the global random state is left alone."""
    images, labels = _batch(8, dtype=torch.float32)
    _expect_repeatable(student, "mixup", images, labels, CLASSES, alpha=1.0)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept(student, dtype):
    """Gives images and soft labels in the dtype of the images, also for slices, which stay as they were."""
    _expect_ordinary(student)
    images, labels = _batch(12, dtype=dtype)
    wide = random(12, 5, 10, 6, dtype=dtype)
    wide[:, ::3, ::2] = images[:, :, :, :]
    turned = images.permute(0, 3, 2, 1).contiguous().permute(0, 3, 2, 1)

    for one in (images, wide[:, ::3, ::2], turned):
        actual, soft_labels = _mixed(student, one, labels, alpha=1.0)
        expect_tensor(actual, shape=one.shape, dtype=dtype, look_at="shares need dtype=images.dtype")
        expect_tensor(soft_labels, dtype=dtype, look_at="soft labels have the images' dtype")
        expected = torch.einsum("nm,mchw->nchw", _shares(actual, 12), one.double())
        says = "values are off when the images are a slice or a transpose of a larger tensor"
        even = bool(((actual.double() - expected).abs() < 1e-3).all())
        expect_true(
            even, says=says, look_at="view needs the memory in order: reshape, or contiguous(), helps"
        )
        expect_unchanged_arguments(student, "mixup", one, labels, CLASSES, alpha=1.0, seed=_seed())


@worth(1)
@parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(student, dtype):
    """Keeps float16 and bfloat16, for images and soft labels, with roughly the values that are due."""
    _expect_ordinary(student)
    images, labels = _batch(12, dtype=dtype)

    try:
        actual, soft_labels = _mixed(student, images, labels, alpha=1.0)
    except StudentFault as fault:
        if "not implemented for" in fault.staff:  # torch lacks this operation on the CPU
            return
        raise
    look_at = "shares and soft labels need dtype=images.dtype, or .to(images): .float() is wider"
    expect_tensor(actual, shape=images.shape, dtype=dtype, look_at=look_at)
    expect_tensor(soft_labels, dtype=dtype, look_at=look_at)
    expected = torch.einsum("nm,mchw->nchw", _shares(actual, 12), images.double())
    right = bool(((actual.double() - expected).abs() < 0.1).all())
    expect_true(right, says=f"values are far off for {dtype}", look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there, wherever the generator is."""
    _expect_ordinary(student)

    images, labels = _batch(6, dtype=dtype)
    _expect_on_accelerator(student, "mixup", images, labels, CLASSES, alpha=1.0)


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


def _mixed_images(student, images, labels, num_classes, options, seed, calls):
    generator = torch.Generator().manual_seed(seed)

    def call():
        return student.mixup(images.clone(), labels.clone(), num_classes, generator=generator, **options)[0]

    return torch.stack([call() for _ in range(calls)])
