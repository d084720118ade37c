"""Hidden suite of `to_unit_range`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_close,
    expect_parity,
    expect_raises,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    worth,
)


def _grey_levels(*shape: int) -> torch.Tensor:
    return integers(0, 256, *shape).to(torch.uint8)


def _expected(images: torch.Tensor) -> torch.Tensor:
    """Divide in double precision, then round once."""
    channels = images if images.dim() == 4 else images[:, None]
    return (channels.double() / 255).float()


def _expect_roughly(actual: object, images: torch.Tensor) -> None:
    """Ask for the shape and the gist only, where a test is about something else: one mistake costs once."""
    expected, look_at = _expected(images), "get the values and the shape of uint8 images right first"
    values = expect_tensor(actual, shape=expected.shape, look_at=look_at)
    expect_true(values.is_floating_point(), says="the output is not of a floating dtype", look_at=look_at)
    expect_close(values.float(), expected, says="values are off", look_at=look_at, atol=0.02)


@worth(2)
@parametrize("shape", [(4, 5, 7), (1, 6, 3), (3, 4, 5), (2, 3, 3)])
def test_images_without_a_channel_axis(student, shape):
    """Gives (N, H, W) images a channel axis of length 1, right after N."""
    images = _grey_levels(*shape)

    expect_close(
        student.to_unit_range(images),
        _expected(images),
        says="values are off for images of shape (N, H, W)",
        look_at="the new axis goes between N and H; grey level 0 becomes 0.0 and 255 becomes 1.0",
        atol=0.02,
    )


@worth(2)
@parametrize("shape", [(4, 1, 5, 7), (2, 3, 6, 4), (1, 3, 3, 3), (3, 2, 4, 5)])
def test_images_with_a_channel_axis(student, shape):
    """Leaves the shape of (N, C, H, W) images as it is."""
    images = _grey_levels(*shape)

    expect_close(
        student.to_unit_range(images),
        _expected(images),
        says="values are off for images of shape (N, C, H, W)",
        look_at="only images with three axes are short of a channel axis: look at images.dim()",
        atol=0.02,
    )


@worth(2)
@parametrize("brightest", [90, 255])
def test_black_and_white_are_exact(student, brightest):
    """Black is exactly 0 and white exactly 1, and other pixels have no say in it."""
    images = integers(0, brightest + 1, 2, 1, 4, 5).to(torch.uint8)
    images[:, 0, 0, 0], images[:, 0, 0, 1] = 0, brightest
    expected = _expected(images)

    actual = student.to_unit_range(images)

    expect_close(
        actual,
        expected,
        says="values are off",
        look_at="divide by the largest byte, which is 255, whatever the brightest pixel of these images",
        atol=1e-6,
    )
    # Black and white are multiples of 1: no rounding excuses a difference.
    ends = (images == 0) | (images == 255)
    expect_true(
        torch.equal(actual[ends], expected[ends]),
        says="the grey levels 0 and 255 do not become exactly 0.0 and 1.0",
        look_at="255 is the largest byte, though there are 256 of them: divide by 255",
    )


@worth(2)
@parametrize("dtype", [torch.float32, torch.float64, torch.int64, torch.int32, torch.bool])
def test_other_dtypes_raise(student, dtype):
    """Raises TypeError for images that are not uint8."""
    images = _grey_levels(2, 1, 3, 4)
    _expect_roughly(student.to_unit_range(images), images)

    with expect_raises(TypeError, says=f"images of {dtype}", look_at="compare images.dtype with torch.uint8"):
        student.to_unit_range((images // 128).to(dtype))


@worth(1)
@parametrize("shape", [(5, 4), (12,), (2, 1, 3, 4, 5)])
def test_other_numbers_of_axes_raise(student, shape):
    """Raises ValueError for images that have neither three nor four axes."""
    images = _grey_levels(2, 1, 3, 4)
    _expect_roughly(student.to_unit_range(images), images)

    with expect_raises(
        ValueError, says=f"bytes with {len(shape)} axes", look_at="images.dim() is 3 or 4, or it is an error"
    ):
        student.to_unit_range(_grey_levels(*shape))


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    slices = _grey_levels(6, 2, 8, 10)[::2, :, 1:6, ::3]
    turned = _grey_levels(2, 5, 4, 3).permute(0, 3, 2, 1)

    for images in (slices, turned):
        _expect_roughly(student.to_unit_range(images), images)
    for images in (slices[:, 0], slices, turned):
        expect_unchanged_arguments(student, "to_unit_range", images)


@worth(1)
@parametrize("channels", [1, 3])
def test_device_parity(student, channels):
    """Gives the same on an accelerator, and stays there."""
    images = _grey_levels(2, channels, 4, 5)
    _expect_roughly(student.to_unit_range(images), images)

    expect_parity(student, "to_unit_range", images)
