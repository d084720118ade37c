"""Hidden suite of `max_pool2d`."""
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
    expect_vectorised,
    gate,
    normal,
    parametrize,
    random,
    worth,
)

NOT_CONTIGUOUS = "an input that is not contiguous (a slice, a transpose) "


def _expect_roughly(actual: object, expected: torch.Tensor, *, says: str = "", look_at: str = "") -> None:
    """Ask for the values in any dtype, where a test is about something else: one mistake costs once."""
    look_at = look_at or "get the largest values of windows that lie side by side right first"
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
        student.max_pool2d(images, kernel_size, **options),
        F.max_pool2d(images, kernel_size, **options),
        says=f"values are off for {what}",
        look_at=look_at,
    )


@gate
@worth(0)
def test_written_by_hand(student):
    """Pools by itself, without torch's poolings."""
    expect_no_shortcut(student, "max_pool2d", normal(2, 3, 6, 4), 2, stride=2, forbidden=POOLINGS)


@worth(3)
@parametrize(
    "shape, kernel_size",
    [((2, 3, 6, 4), 2), ((1, 1, 6, 9), 3), ((3, 2, 5, 5), 5), ((2, 4, 3, 5), 1), ((3, 3, 8, 12), 4)],
)
def test_windows_side_by_side(student, shape, kernel_size):
    """Keeps the largest value of each window, in each channel of each image, whatever its sign."""
    _expect_torch_values(
        student,
        normal(*shape, dtype=torch.float32),
        kernel_size,
        stride=kernel_size,
        look_at="each window is kernel_size pixels high and wide; channels and images stay apart",
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
        actual = student.max_pool2d(images, kernel_size, stride=kernel_size)

    expect_close(
        actual,
        F.max_pool2d(images, kernel_size, stride=kernel_size),
        says="the output is off where the sides are no multiple of the stride",
        look_at="only whole windows count: 1 + (size − kernel_size) // stride of them",
    )


@worth(1)
@parametrize(
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
def test_padding(student, shape, kernel_size, padding):
    """Lets windows begin outside of the images, on all four sides."""
    # Positive pixels: what stands in the border is the next test's question.
    _expect_torch_values(
        student,
        0.1 + random(*shape, dtype=torch.float32),
        kernel_size,
        stride=kernel_size,
        padding=padding,
        look_at="a border of `padding` pixels goes around the images, at the top, bottom, left and right",
    )


@worth(2)
@parametrize("scale", [1.0, 1e-3, 1e6])
@parametrize("kernel_size, padding", [(3, 1), (2, 1), (5, 2)])
def test_negative_images_under_padding(student, kernel_size, padding, scale):
    """The border never wins: pixels below 0 stay what they are."""
    below, side = -scale * (0.5 + random(2, 2, 20, 20, dtype=torch.float32)), 2 * kernel_size - 2 * padding
    images = below[:, :, :side, : side + kernel_size]

    expect_close(
        student.max_pool2d(images, kernel_size, stride=kernel_size, padding=padding),
        F.max_pool2d(images, kernel_size, stride=kernel_size, padding=padding),
        says="values are off when all pixels are negative and there is a border",
        look_at="what may stand in the border, so that it is never the largest? Not 0: −inf",
        rtol=1e-5,
        atol=0.0,
    )


@worth(1)
@parametrize("shape", [(2, 3, 8, 11), (1, 2, 9, 6)])
@parametrize("kernel_size, stride, padding", [(3, 2, 1), (3, 1, 1), (2, 3, 1), (5, 2, 2)])
def test_all_options_together(student, shape, kernel_size, stride, padding):
    """Agrees with torch for overlapping windows, a border, and a rest: as in ResNet's stem."""
    _expect_torch_values(
        student,
        0.1 + random(*shape, dtype=torch.float32),
        kernel_size,
        stride=stride,
        padding=padding,
        look_at="first the border, then count the windows: 1 + (size + 2·padding − kernel_size) // stride",
    )


@worth(2)
@parametrize("batch, height, width", [(32, 6, 4), (2, 120, 4), (2, 6, 100), (32, 40, 40)])
def test_vectorised(student, batch, height, width):
    """Runs no more torch operations for large images or batches than for small ones."""
    small, large = normal(2, 2, 6, 4), normal(batch, 2, height, width)
    _expect_roughly(student.max_pool2d(small, 2, stride=2), F.max_pool2d(small, 2))

    for padding in (0, 1):
        expect_vectorised(student, "max_pool2d", (small, 2), (large, 2), stride=2, padding=padding)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept(student, dtype):
    """Gives the dtype of its input, and every digit."""
    images = normal(2, 3, 6, 8, dtype=dtype)

    for padding in (0, 1):
        actual = student.max_pool2d(images, 2, stride=2, padding=padding)
        expected = F.max_pool2d(images, 2, stride=2, padding=padding)
        expect_tensor(
            actual, dtype=dtype, finite=False, look_at="create every tensor with dtype=images.dtype"
        )
        if padding == 0:
            _expect_roughly(actual, expected)
            look_at = "do not convert on the way"
            expect_close(actual, expected, says=f"digits were lost for {dtype}", look_at=look_at, rtol=0.0)


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    slices, turned = normal(4, 4, 7, 16)[::2, 1:, 1:, ::2], normal(2, 8, 6, 3).permute(0, 3, 2, 1)

    look_at = "as_strided and view need the tensor's own strides: images.stride(), or reshape"
    for images in (slices, turned):
        expected = F.max_pool2d(images, 2)
        _expect_roughly(student.max_pool2d(images.contiguous(), 2, stride=2), expected)
        with expect_nothing_raised(says=NOT_CONTIGUOUS + "is allowed", look_at=look_at):
            actual = student.max_pool2d(images, 2, stride=2)
        _expect_roughly(actual, expected, says=NOT_CONTIGUOUS + "is misread", look_at=look_at)
        expect_unchanged_arguments(student, "max_pool2d", images, 2, stride=2)
        expect_unchanged_arguments(student, "max_pool2d", images, 2, stride=2, padding=1)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    images = normal(2, 3, 6, 4, dtype=dtype)
    _expect_roughly(student.max_pool2d(images, 2, stride=2), F.max_pool2d(images, 2))

    for options in ({"stride": 2}, {"stride": 2, "padding": 1}):
        expect_parity(student, "max_pool2d", images, 2, **options)
