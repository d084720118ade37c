"""Hidden suite of `blur_pool2d`."""
# convnet-canary-7f3a

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
    normal,
    parametrize,
    random,
    worth,
)

NOT_CONTIGUOUS = "an input that is not contiguous (a slice, a transpose) "


def _expected(images: torch.Tensor, stride: int = 1) -> torch.Tensor:
    images = images if images.is_floating_point() else images.to(torch.get_default_dtype())
    row = torch.tensor([0.25, 0.5, 0.25], dtype=images.dtype)
    blurred = F.pad(images, (1, 1, 1, 1), mode="reflect")
    for axis in (2, 3):
        windows = blurred.unfold(axis, 3, 1)
        blurred = (windows * row).sum(dim=-1)
    return blurred[:, :, ::stride, ::stride]


def _inside(values: torch.Tensor, height: int, width: int, stride: int) -> torch.Tensor:
    """The outputs in which no border took part."""
    return values[:, :, 1 : (height - 2) // stride + 1, 1 : (width - 2) // stride + 1]


def _expect_inside(
    actual: object,
    images: torch.Tensor,
    stride: int,
    *,
    says: str = "",
    look_at: str = "",
    rtol: float | None = 1e-3,
) -> None:
    """Ask for the values away from the border, in any dtype: one mistake costs once."""
    height, width = images.shape[2:]
    expected = _expected(images, stride)
    look_at = look_at or "get the blur inside of the images right first"
    says = says or "values are off for ordinary images already"
    values = expect_tensor(actual, look_at=look_at).real.to(expected.dtype)
    came = f"shape {tuple(values.shape)}, not {tuple(expected.shape)}"
    expect_true(values.shape == expected.shape, says=says, look_at=look_at, staff=came)
    expect_close(
        _inside(values, height, width, stride),
        _inside(expected, height, width, stride),
        says=says,
        look_at=look_at,
        rtol=rtol,
        atol=rtol,
    )


@worth(3)
@parametrize("shape", [(2, 3, 6, 9), (1, 1, 8, 5), (3, 4, 5, 5), (2, 1, 7, 6), (1, 2, 6, 6)])
def test_binomial_weights(student, shape):
    """Blurs each channel with the binomial 3×3 weights."""
    images = normal(*shape, dtype=torch.float32)

    _expect_inside(
        student.blur_pool2d(images, stride=1),
        images,
        1,
        says="the blur is off away from the border already, at stride 1",
        look_at="weights (1 2 1) downwards times (1 2 1) across, divided by their sum; each channel alone",
        rtol=1e-4,
    )


@worth(2)
@parametrize("shape", [(2, 3, 6, 8), (1, 2, 7, 9), (2, 1, 8, 5), (1, 1, 10, 9)])
@parametrize("options", [{}, {"stride": 2}, {"stride": 3}])
def test_stride(student, shape, options):
    """Keeps every stride-th pixel of the blurred image, from the first; every second by default."""
    images, stride = normal(*shape, dtype=torch.float32), options.get("stride", 2)
    look_at = "blur at stride 1, then keep the rows and columns 0, stride, 2·stride, …"
    blurred = student.blur_pool2d(images, stride=1)
    blurred = expect_tensor(blurred, shape=shape, look_at="at stride 1 the image keeps its size")

    what = f"for stride={stride}" if options else "where no stride is given"
    _expect_same(student.blur_pool2d(images, **options), blurred[:, :, ::stride, ::stride], what, look_at)


def _expect_same(actual: object, expected: torch.Tensor, what: str, look_at: str) -> None:
    says = f"the output is not made of the blurred image's own pixels {what}"
    expect_close(actual, expected, says=says, look_at=look_at)


@worth(2)
@parametrize("shape", [(2, 3, 6, 9), (1, 1, 5, 4), (2, 2, 3, 2), (1, 3, 2, 2), (1, 1, 2, 7)])
def test_reflected_border(student, shape):
    """Reflects the image at its border: beside the first pixel stands the second one again."""
    images = normal(*shape, dtype=torch.float32)
    look_at = 'F.pad(images, (1, 1, 1, 1), mode="reflect"): no zeros, and the border is not repeated'
    with expect_nothing_raised(says="images of two rows or columns are allowed", look_at=look_at):
        actual = student.blur_pool2d(images, stride=1)
    actual = expect_tensor(actual, shape=shape, look_at="at stride 1 the image keeps its size")

    # Whatever the blur is: with the reflected pixels already there, the same comes out in the middle.
    larger = F.pad(images, (1, 1, 1, 1), mode="reflect")
    there = expect_tensor(student.blur_pool2d(larger, stride=1), shape=larger.shape, look_at=look_at)

    expect_close(actual, there[:, :, 1:-1, 1:-1], says="values are off at the border", look_at=look_at)


@worth(1)
@parametrize("shape", [(2, 2, 6, 8), (1, 3, 7, 5)])
@parametrize("value", [1.0, 0.3, -2.0])
def test_constant_images(student, shape, value):
    """Leaves a constant image constant, up to its border."""
    images = torch.full(shape, value)

    expect_close(
        student.blur_pool2d(images),
        images[:, :, ::2, ::2],
        says="a constant image comes out brighter or darker, or not constant",
        look_at="the weights sum to 1, and no zeros come in at the border",
    )


@worth(2)
@parametrize("shape", [(2, 1, 8, 10), (1, 2, 9, 7)])
def test_shifted_checkerboard(student, shape):
    """Turns the finest checkerboard into an even grey, and shifted by a pixel into the same grey."""
    _, _, height, width = shape
    first = (torch.arange(height)[:, None] + torch.arange(width)) % 2
    for board in (first, 1 - first):
        images = board.float().expand(shape).contiguous()
        actual = student.blur_pool2d(images)
        small = expect_tensor(actual, shape=_expected(images, 2).shape, look_at="get the stride right first")
        inside = _inside(small, height, width, 2)
        says = "a checkerboard does not come out as an even grey of the right brightness"
        look_at = "get the blur right at stride 1 first: with its weights no checkerboard is left"
        if bool(((inside.abs() < 1e-3) | ((inside - 1).abs() < 1e-3)).all()):
            says = "a checkerboard comes out black or white, and not as an even grey"
            look_at = "blur before you drop pixels: what is finer than the new grid must go first"
        _expect_inside(actual, images, 2, says=says, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept(student, dtype):
    """Computes in the dtype of its input: float64 is right to ten digits."""
    images = normal(2, 3, 7, 8, dtype=dtype)

    actual = student.blur_pool2d(images)

    _expect_inside(actual, images, 2)
    expect_tensor(actual, dtype=dtype, look_at="create the weights with dtype=images.dtype")
    says = f"digits were lost on the way for {dtype}"
    _expect_inside(actual, images, 2, says=says, look_at="do not convert on the way", rtol=None)


@worth(1)
@parametrize("dtype", [torch.uint8, torch.int64])
def test_integer_images(student, dtype):
    """Gives an image of the default floating dtype for images of integers."""
    images = integers(0, 256, 2, 3, 7, 6).to(dtype)
    _expect_inside(student.blur_pool2d(images.float()), images, 2)

    look_at = "make the images floating (torch.get_default_dtype()) before you blur them"
    actual = student.blur_pool2d(images)
    expect_tensor(actual, dtype=torch.get_default_dtype(), look_at=look_at)
    _expect_inside(actual, images, 2, says=f"values are off for images of {dtype}", look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    slices = random(4, 4, 7, 16, dtype=torch.float32)[::2, 1:, 1:, ::2]
    turned = random(2, 8, 6, 3, dtype=torch.float32).permute(0, 3, 2, 1)

    look_at = "as_strided and view need the tensor's own strides: images.stride(), or reshape"
    for images in (slices, turned):
        _expect_inside(student.blur_pool2d(images.contiguous()), images, 2)
        with expect_nothing_raised(says=NOT_CONTIGUOUS + "is allowed", look_at=look_at):
            actual = student.blur_pool2d(images)
        _expect_inside(actual, images, 2, says=NOT_CONTIGUOUS + "is misread", look_at=look_at)
        expect_unchanged_arguments(student, "blur_pool2d", images)
        expect_unchanged_arguments(student, "blur_pool2d", images, stride=1)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    images = random(2, 3, 6, 8, dtype=dtype)
    _expect_inside(student.blur_pool2d(images), images, 2)

    options: list[dict[str, Any]] = [{}, {"stride": 1}]
    for given in options:
        expect_parity(student, "blur_pool2d", images, **given)
