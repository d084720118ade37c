"""Hidden suite of `label_agreement`."""
# convnet-canary-7f3a

import torch

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

# What an image is read as stands in the image itself: in its left column as it is, in its right one mirrored.
LOOK_AT = "classify(transform(images)) == labels, averaged over the images of each class"


def _case(
    count: int, num_classes: int, *, absent: tuple[int, ...] = (), dtype: torch.dtype = torch.float32
) -> tuple[torch.Tensor, torch.Tensor]:
    """Images, of which about a third are misread as they are, and others once they are mirrored."""
    present = torch.tensor([k for k in range(num_classes) if k not in absent])
    labels = present[torch.cat([torch.arange(len(present)), integers(0, len(present), count)])[:count]]
    images = random(count, 2, 3, 2, dtype=dtype)
    for column in (0, 1):
        other = integers(0, num_classes, count)
        read = torch.where(random(count) < 0.4, other, labels)
        images[:, 0, 1, column] = (read / 16).to(dtype)
    return images, labels


def _expected(images: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    read = (images[:, 0, 1, 1] * 16).round().long()
    hits, total = [0] * num_classes, [0] * num_classes
    for label, found in zip(labels.tolist(), read.tolist(), strict=True):
        total[label] += 1
        hits[label] += label == found
    shares = [hit / all_ if all_ else float("nan") for hit, all_ in zip(hits, total, strict=True)]
    return torch.tensor(shares, dtype=torch.float64)


def _agreement(actual: object, num_classes: int) -> torch.Tensor:
    """The shares in float64: which floating dtype is the student's to choose."""
    values = expect_tensor(
        actual, shape=(num_classes,), finite=False, look_at="one share for each of K classes"
    )
    return values.real.double()


def _expect_shares(actual: object, images: torch.Tensor, labels: torch.Tensor, num_classes: int) -> None:
    expected = _expected(images, labels, num_classes)
    present = ~expected.isnan()
    values = _agreement(actual, num_classes)
    expect_close(
        values[present],
        expected[present],
        says="the shares of the classes are off",
        look_at=LOOK_AT,
        rtol=1e-5,
        atol=1e-5,
    )


@worth(4)
@parametrize("count, num_classes", [(60, 5), (200, 10), (7, 2), (30, 1), (12, 12), (1000, 2)])
def test_shares(student, count, num_classes):
    """Gives the share of each class's images that are read as their label after the transform."""
    images, labels = _case(count, num_classes)
    student.run(_take_mirror)

    _expect_shares(student.label_agreement(images, labels, num_classes), images, labels, num_classes)


@worth(2)
@parametrize("absent", [(0,), (6,), (2, 3), (0, 1, 2, 3, 4, 6), (5, 6)])
def test_absent_classes(student, absent):
    """Gives NaN for a class without images, also at the end, and numbers for all others."""
    images, labels = _case(40, 7, absent=absent)
    student.run(_take_mirror)

    with expect_nothing_raised(
        says="a class may be without images", look_at="an empty mean, and 0 / 0 in torch, are NaN"
    ):
        actual = student.label_agreement(images, labels, 7)
    values = _agreement(actual, 7)
    gaps = torch.zeros(7, dtype=torch.bool)
    gaps[list(absent)] = True
    look_at = "no images, no share: neither 0 nor 1 would be true"
    expect_true(bool(values[gaps].isnan().all()), says="a class without images is not NaN", look_at=look_at)
    expect_true(not bool(values[~gaps].isnan().any()), says="a class with images is NaN", look_at=look_at)
    expect_true(bool((values[~gaps] > 0).any()), says="no image agrees with its label", look_at=LOOK_AT)


@worth(2)
def test_half_a_turn(student):
    """Finds that 6 and 9 are lost by a turn of 180 degrees, and that 0 and 8 are not."""
    values = _agreement(student.run(_agreement_after_half_a_turn), 10)

    lost, kept = values[[6, 9]], values[[0, 8]]
    look_at = LOOK_AT
    says = "6 and 9 still count as read, although each is read as the other after half a turn"
    expect_true(bool((lost < 0.1).all()), says=says, look_at=look_at)
    says = "0 and 8 count as lost, although half a turn does not change them"
    expect_true(bool((kept > 0.9).all()), says=says, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Gives floating numbers, works on slices, and leaves images and labels as they were."""
    images, labels = _case(40, 5, dtype=dtype)
    wide = random(40, 4, 3, 2, dtype=dtype)
    wide[:, ::2] = images
    student.run(_take_mirror)

    actual = student.label_agreement(wide[:, ::2], labels, 5)
    values = _agreement(actual, 5)
    expect_true(bool((values > 0.05).any()), says="no image agrees with its label", look_at=LOOK_AT)
    floating = isinstance(actual, torch.Tensor) and actual.is_floating_point()
    expect_true(floating, says="the shares are not floating numbers", look_at="/, not //")
    expect_unchanged_arguments(student, "label_agreement", wide[:, ::2], labels, 5)


@worth(1)
@parametrize("absent", [(), (3,)])
def test_device_parity(student, absent):
    """Gives the same on an accelerator, and stays there."""
    images, labels = _case(30, 5, absent=absent)
    student.run(_take_mirror)
    values = _agreement(student.label_agreement(images, labels, 5), 5)
    expect_true(bool((values > 0.05).any()), says="no image agrees with its label", look_at=LOOK_AT)

    expect_parity(student, "label_agreement", images, labels, 5)


# ------------------------------------------------------------------ run beside the student's code


def _take_mirror(student):
    """Functions cannot be sent: let label_agreement have its transform and its reader already."""
    function = student.label_agreement
    if hasattr(function, "mirrors"):
        return

    def mirror(images):
        return images.flip(-1)

    def read(images):
        return (images[:, 0, 1, 0] * 16).round().long()

    def mirrored(*arguments):
        return function(*(arguments if callable(arguments[0]) else (mirror, read, *arguments)))

    mirrored.mirrors = True
    student.label_agreement = mirrored


def _agreement_after_half_a_turn(student):
    # Digits of seven bars: top, upper left, upper right, middle, lower left, lower right, bottom.
    bars = [
        "1110111",
        "0010010",
        "1011101",
        "1011011",
        "0111010",
        "1101011",
        "1101111",
        "1010010",
        "1111111",
        "1111011",
    ]
    places = [
        (slice(0, 1), slice(0, 4)),
        (slice(0, 4), slice(0, 1)),
        (slice(0, 4), slice(3, 4)),
        (slice(3, 4), slice(0, 4)),
        (slice(3, 7), slice(0, 1)),
        (slice(3, 7), slice(3, 4)),
        (slice(6, 7), slice(0, 4)),
    ]
    digits = torch.zeros(10, 1, 7, 4)
    for digit, pattern in zip(digits, bars, strict=True):
        for bar, place in zip(pattern, places, strict=True):
            if bar == "1":
                digit[0][place] = 1.0

    def half_a_turn(images):
        return torch.rot90(images, 2, (2, 3))

    def read(images):
        return torch.cdist(images.flatten(1), digits.flatten(1)).argmin(1)

    labels = torch.arange(10).repeat(4)
    return student.label_agreement(half_a_turn, read, digits[labels], labels, 10)
