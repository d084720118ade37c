"""Hidden suite of `standardize`."""
# convnet-canary-7f3a

from typing import Any

import torch

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_raises,
    expect_unchanged_arguments,
    integers,
    normal,
    parametrize,
    random,
    worth,
)


def _statistics(channels: int) -> tuple[torch.Tensor, torch.Tensor]:
    return normal(channels), 0.5 + random(channels)


# What a test asks for besides its own behaviour need only be roughly right, so that one mistake costs once.
ROUGHLY = {"rtol": 1e-2, "atol": 1e-2}


def _expected(images: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    """Loop over the channels in double precision, then round once."""
    channels = [(images[:, c].double() - float(mean[c])) / float(std[c]) for c in range(images.shape[1])]
    dtype = images.dtype if images.is_floating_point() else torch.get_default_dtype()
    return torch.stack(channels, dim=1).to(dtype)


def _expect_plain_values(student: Any) -> None:
    """An ordinary call must be roughly right before anything special is said to be wrong."""
    images, (mean, std) = random(2, 3, 4, 5, dtype=torch.float32), _statistics(3)
    mean, std = mean.float(), std.float()
    expect_close(
        student.standardize(images, mean, std),
        _expected(images, mean, std),
        says="values are off for ordinary images already",
        look_at="get (images − mean) / std by channel right first",
        **ROUGHLY,
    )


@worth(3)
@parametrize("shape", [(2, 3, 5, 4), (1, 4, 3, 4), (4, 2, 2, 2), (3, 1, 4, 6), (3, 3, 2, 5)])
def test_each_channel_has_its_own_statistics(student, shape):
    """Subtracts each channel's mean and divides by each channel's std."""
    images, (mean, std) = random(*shape), _statistics(shape[1])

    expect_close(
        student.standardize(images, mean, std),
        _expected(images, mean, std),
        says="values are off",
        look_at="give the statistics the shape (C, 1, 1): they belong to the channel axis, not the last one",
    )


@worth(1)
def test_round_trip(student):
    """Standardizing with −mean/std and 1/std undoes standardizing with mean and std."""
    images, (mean, std) = random(3, 3, 4, 5), _statistics(3)

    there = student.standardize(images, mean, std)
    expect_close(
        there,
        _expected(images, mean, std),
        says="values are off",
        look_at="(images − mean) / std",
        **ROUGHLY,
    )

    expect_close(
        student.standardize(there, -mean / std, 1 / std),
        images,
        says="there and back again does not give the images that we started from",
        look_at="(images − mean) / std, with nothing added to std",
    )


@worth(2)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("zeros", [[0], [2], [0, 1, 2]])
def test_zero_std_raises(student, dtype, zeros):
    """Raises ValueError when the std of any channel is zero, and only then."""
    images = random(2, 3, 4, 5, dtype=dtype)
    mean, std = (values.to(dtype) for values in _statistics(3))
    _expect_plain_values(student)
    narrow = std.clone()
    narrow[zeros] = 2.0**-10
    says, look_at = "a std that is small but not zero is a proper one", "compare std with 0 itself"
    with expect_nothing_raised(says=says, look_at=look_at):
        actual = student.standardize(images, mean, narrow)
    expect_close(
        actual,
        _expected(images, mean, narrow),
        says="values are off when a std is small",
        look_at="a small std is not zero: divide by std as it is",
        **ROUGHLY,
    )

    std[zeros] = 0.0
    with expect_raises(ValueError, says="a channel whose std is zero", look_at="check all of std"):
        student.standardize(images, mean, std)


@worth(2)
@parametrize(
    "images_dtype, statistics_dtype",
    [
        (torch.float32, torch.float64),
        (torch.float64, torch.float32),
        (torch.float16, torch.float32),
        (torch.float32, torch.int64),
    ],
)
def test_dtype_of_the_images_stays(student, images_dtype, statistics_dtype):
    """Keeps the dtype of the images, whatever the dtype of the statistics."""
    images = random(2, 3, 4, 5, dtype=torch.float32).to(images_dtype)
    mean, std = integers(0, 3, 3), integers(1, 4, 3)
    if statistics_dtype.is_floating_point:
        mean, std = ((values.double() + 0.25).to(statistics_dtype) for values in (mean, std))
    _expect_plain_values(student)

    expect_close(
        student.standardize(images, mean, std),
        _expected(images, mean, std),
        says=f"values are off for {images_dtype} images with {statistics_dtype} statistics",
        look_at="convert the statistics to images.dtype before you use them",
        **ROUGHLY,
    )


@worth(1)
@parametrize("dtype", [torch.uint8, torch.int64])
def test_integer_images(student, dtype):
    """Gives floating images for integer ones, with the statistics as they are."""
    images, (mean, std) = integers(0, 256, 2, 3, 4, 5).to(dtype), _statistics(3)
    mean, std = (100 + 3 * mean).float(), std.float()
    _expect_plain_values(student)

    expect_close(
        student.standardize(images, mean, std),
        _expected(images, mean, std),
        says=f"values are off for images of {dtype}",
        look_at="make the images floating (torch.get_default_dtype()) before you convert the statistics",
        rtol=1e-3,
        atol=1e-3,
    )


@worth(1)
@parametrize("means, stds", [(2, 3), (3, 2), (1, 3), (3, 1), (5, 5)])
def test_other_numbers_of_statistics_raise(student, means, stds):
    """Raises ValueError when there is not one mean and one std for each channel."""
    images = random(2, 3, 4, 5, dtype=torch.float32)
    (mean, _), (_, std) = _statistics(means), _statistics(stds)
    _expect_plain_values(student)

    with expect_raises(
        ValueError,
        says="more or fewer means or stds than channels",
        look_at="compare mean.shape and std.shape with (C,): a single number broadcasts silently",
    ):
        student.standardize(images, mean.float(), std.float())


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    slices, turned = random(4, 6, 8, 9)[::2, 1:4, 1:, ::2], random(2, 5, 4, 3).permute(0, 3, 2, 1)
    mean, std = (values.repeat_interleave(2)[::2] for values in _statistics(3))

    _expect_plain_values(student)
    for images in (slices, turned):
        expect_close(
            student.standardize(images, mean, std),
            _expected(images, mean, std),
            says="values are off when the images are a slice or a transpose of a larger tensor",
            look_at="arithmetic works on every tensor; view and as_strided do not",
            **ROUGHLY,
        )
        expect_unchanged_arguments(student, "standardize", images, mean, std)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    images = random(2, 3, 4, 5, dtype=dtype)
    mean, std = (values.to(dtype) for values in _statistics(3))
    expect_close(
        student.standardize(images, mean, std),
        _expected(images, mean, std),
        says="values are off on the CPU already",
        look_at="get the values right first",
        **ROUGHLY,
    )

    expect_parity(student, "standardize", images, mean, std)
