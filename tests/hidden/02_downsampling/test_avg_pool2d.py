"""Hidden suite of `avg_pool2d`."""
# convnet-canary-7f3a

from typing import Any

import torch
import torch.nn.functional as F

from autograder.testing import (
    POOLINGS,
    expect_close,
    expect_no_shortcut,
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    gate,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

NOT_CONTIGUOUS = "an input that is not contiguous (a slice, a transpose) "


def _expect_roughly(actual: object, expected: torch.Tensor, *, says: str = "", look_at: str = "") -> None:
    """Ask for the values in any dtype, where a test is about something else: one mistake costs once."""
    look_at = look_at or "get the means of windows that lie side by side right first"
    says = says or "values are off for ordinary images already"
    values = expect_tensor(actual, look_at=look_at).real
    came = f"shape {tuple(values.shape)}, not {tuple(expected.shape)}"
    expect_true(values.shape == expected.shape, says=says, look_at=look_at, staff=came)
    expect_close(values.to(expected.dtype), expected, says=says, look_at=look_at, rtol=1e-3, atol=1e-3)


def _expect_torch_values(
    student: Any, images: torch.Tensor, kernel_size: int, *, look_at: str, **options: Any
) -> None:
    what = ", ".join(f"{name}={value}" for name, value in {"kernel_size": kernel_size, **options}.items())

    expect_close(
        student.avg_pool2d(images, kernel_size, **options),
        F.avg_pool2d(images, kernel_size, **options),
        says=f"values are off for {what}",
        look_at=look_at,
    )


@gate
@worth(0)
def test_written_by_hand(student):
    """Pools by itself, without torch's poolings."""
    expect_no_shortcut(student, "avg_pool2d", normal(2, 3, 6, 4), 2, stride=2, forbidden=POOLINGS)


@worth(3)
@parametrize(
    "shape, kernel_size",
    [((2, 3, 6, 4), 2), ((1, 1, 6, 9), 3), ((3, 2, 5, 5), 5), ((2, 4, 3, 5), 1), ((3, 3, 8, 12), 4)],
)
def test_windows_side_by_side(student, shape, kernel_size):
    """Keeps the mean of each window, in each channel of each image."""
    _expect_torch_values(
        student,
        normal(*shape, dtype=torch.float32),
        kernel_size,
        stride=kernel_size,
        look_at="a window holds kernel_size² pixels of one channel of one image",
    )


@worth(1)
@parametrize("options", [{}, {"stride": None}])
def test_stride_is_the_kernel_size_by_default(student, options):
    """Takes steps as long as the window where no stride is given."""
    for shape, kernel_size in (((2, 2, 6, 9), 3), ((1, 3, 4, 6), 2)):
        _expect_torch_values(
            student,
            normal(*shape, dtype=torch.float32),
            kernel_size,
            **options,
            look_at="stride=None means that windows touch and do not overlap: stride = kernel_size",
        )


@worth(2)
@parametrize("kernel_size, stride", [(3, 2), (2, 1), (3, 1), (2, 3), (1, 2), (4, 2)])
def test_stride(student, kernel_size, stride):
    """Takes windows that overlap, or leave gaps, when the stride is not the kernel size."""
    height, width = kernel_size + 2 * stride, kernel_size + 3 * stride
    _expect_torch_values(
        student,
        normal(2, 3, height, width, dtype=torch.float32),
        kernel_size,
        stride=stride,
        look_at="the windows begin in the rows and columns 0, stride, 2·stride, …",
    )


@worth(1)
@parametrize("shape, kernel_size", [((2, 2, 7, 5), 2), ((1, 3, 8, 11), 3), ((2, 1, 4, 9), 4)])
def test_sizes_that_do_not_divide(student, shape, kernel_size):
    """Leaves out the rows and columns in which no whole window fits."""
    images = normal(*shape, dtype=torch.float32)
    with expect_nothing_raised(
        says="sides that are no multiple of the stride are allowed",
        look_at="leave out the last rows and columns, in which no whole window fits",
    ):
        actual = student.avg_pool2d(images, kernel_size, stride=kernel_size)

    expect_close(
        actual,
        F.avg_pool2d(images, kernel_size, stride=kernel_size),
        says="the output is off where the sides are no multiple of the stride",
        look_at="only whole windows count: 1 + (size − kernel_size) // stride of them",
    )


PADDED = parametrize(
    "shape, kernel_size, padding",
    [
        ((2, 3, 4, 7), 3, 1),
        ((1, 2, 6, 4), 2, 1),
        ((2, 1, 8, 4), 4, 2),
        ((1, 3, 6, 11), 5, 2),
        ((2, 2, 1, 4), 3, 1),
        ((2, 1, 8, 9), 5, 1),
        ((1, 2, 6, 10), 4, 1),
    ],
)


@worth(2)
@PADDED
@parametrize("options", [{}, {"count_include_pad": True}])
def test_padding_counts(student, shape, kernel_size, padding, options):
    """Counts the zeros of the border as pixels, and does so unless told otherwise."""
    _expect_torch_values(
        student,
        normal(*shape, dtype=torch.float32),
        kernel_size,
        stride=kernel_size,
        padding=padding,
        **options,
        look_at="the border holds zeros on all four sides; every sum is divided by kernel_size²",
    )


@worth(2)
@PADDED
def test_padding_does_not_count(student, shape, kernel_size, padding):
    """With count_include_pad=False, takes the mean of the window's own pixels only."""
    images = normal(*shape, dtype=torch.float32)
    options: dict[str, Any] = {"stride": kernel_size, "padding": padding, "count_include_pad": False}
    _expect_torch_values(
        student,
        images,
        kernel_size,
        **options,
        look_at="how many pixels of each window are no border? A padded image of ones tells: sum it alike",
    )
    black = images * (random(*shape, dtype=torch.float32) < 0.5)
    black[..., 0, 0] = 0.0
    expect_close(
        student.avg_pool2d(black, kernel_size, **options),
        F.avg_pool2d(black, kernel_size, **options),
        says="the means are off when pixels of the images are exactly 0",
        look_at="a black pixel is a pixel: where it stands tells the border, not its value",
    )


@worth(1)
@parametrize("shape", [(2, 3, 8, 11), (1, 2, 9, 6)])
@parametrize("kernel_size, stride, padding", [(3, 2, 1), (3, 1, 1), (2, 3, 1), (5, 2, 2)])
def test_all_options_together(student, shape, kernel_size, stride, padding):
    """Agrees with torch for overlapping windows, a border, and a rest."""
    _expect_torch_values(
        student,
        normal(*shape, dtype=torch.float32),
        kernel_size,
        stride=stride,
        padding=padding,
        look_at="first the border, then count the windows: 1 + (size + 2·padding − kernel_size) // stride",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept(student, dtype):
    """Computes in the dtype of its input: float64 is right to ten digits."""
    images = random(2, 3, 6, 8, dtype=dtype)

    for padding, counted in ((0, True), (1, True), (1, False)):
        actual = student.avg_pool2d(images, 2, stride=2, padding=padding, count_include_pad=counted)
        expect_tensor(actual, dtype=dtype, look_at="create every tensor with dtype=images.dtype")
        if padding == 0:
            expected = F.avg_pool2d(images, 2)
            _expect_roughly(actual, expected)
            expect_close(
                actual, expected, says=f"digits were lost for {dtype}", look_at="do not convert on the way"
            )


@worth(1)
@parametrize("dtype", [torch.uint8, torch.int64])
def test_integer_images(student, dtype):
    """Gives means of the default floating dtype for images of integers."""
    images = integers(0, 256, 2, 3, 6, 4).to(dtype)
    _expect_roughly(student.avg_pool2d(images.float(), 2, stride=2), F.avg_pool2d(images.float(), 2))

    expect_close(
        student.avg_pool2d(images, 2, stride=2),
        F.avg_pool2d(images.float(), 2),
        says=f"the means are off for images of {dtype}",
        look_at="make the images floating (torch.get_default_dtype()) before you sum them",
    )


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    slices, turned = random(4, 4, 7, 16)[::2, 1:, 1:, ::2], random(2, 8, 6, 3).permute(0, 3, 2, 1)

    look_at = "as_strided and view need the tensor's own strides: images.stride(), or reshape"
    for images in (slices, turned):
        expected = F.avg_pool2d(images, 2)
        _expect_roughly(student.avg_pool2d(images.contiguous(), 2, stride=2), expected)
        with expect_nothing_raised(says=NOT_CONTIGUOUS + "is allowed", look_at=look_at):
            actual = student.avg_pool2d(images, 2, stride=2)
        _expect_roughly(actual, expected, says=NOT_CONTIGUOUS + "is misread", look_at=look_at)
        expect_unchanged_arguments(student, "avg_pool2d", images, 2, stride=2)
        expect_unchanged_arguments(
            student, "avg_pool2d", images, 2, stride=2, padding=1, count_include_pad=False
        )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    images = random(2, 3, 6, 4, dtype=dtype)
    _expect_roughly(student.avg_pool2d(images, 2, stride=2), F.avg_pool2d(images, 2))

    padded: dict[str, Any] = {"stride": 2, "padding": 1}
    for options in ({"stride": 2}, padded, {**padded, "count_include_pad": False}):
        expect_parity(student, "avg_pool2d", images, 2, **options)
