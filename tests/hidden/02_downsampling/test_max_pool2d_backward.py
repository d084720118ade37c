"""Hidden suite of `max_pool2d_backward`."""
# convnet-canary-7f3a

from typing import Any

import torch
import torch.nn.functional as F

from autograder.testing import (
    POOLINGS,
    expect_close,
    expect_equal,
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
    worth,
)

NOT_CONTIGUOUS = "an input that is not contiguous (a slice, a transpose) "


def _expected(grad_output: torch.Tensor, images: torch.Tensor, kernel_size: int, stride: int) -> torch.Tensor:
    leaf = images.detach().clone(memory_format=torch.contiguous_format).requires_grad_()
    output = F.max_pool2d(leaf, kernel_size, stride=stride)
    return torch.autograd.grad(output, leaf, grad_output)[0]


def _grad_output(images: torch.Tensor, kernel_size: int, stride: int) -> torch.Tensor:
    return normal(*F.max_pool2d(images, kernel_size, stride=stride).shape, dtype=images.dtype)


def _distinct(*shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Images without ties, whatever the seed."""
    count = torch.Size(shape).numel()
    return (normal(count).argsort().to(dtype) - count // 2).reshape(shape)


def _expect_roughly(actual: object, expected: torch.Tensor, *, says: str = "", look_at: str = "") -> None:
    look_at = look_at or "get the gradient for windows that lie side by side right first"
    says = says or "the gradient is off for ordinary images already"
    values = expect_tensor(actual, look_at=look_at).real
    came = f"shape {tuple(values.shape)}, not {tuple(expected.shape)}"
    expect_true(values.shape == expected.shape, says=says, look_at=look_at, staff=came)
    expect_close(values.to(expected.dtype), expected, says=says, look_at=look_at, rtol=1e-3, atol=1e-3)


@gate
@worth(0)
def test_written_by_hand(student):
    """Finds the largest pixels itself, without torch's poolings."""
    images = _distinct(2, 2, 4, 6)
    grad_output = _grad_output(images, 2, 2)

    expect_no_shortcut(student, "max_pool2d_backward", grad_output, images, 2, stride=2, forbidden=POOLINGS)


@worth(3)
@parametrize(
    "shape, kernel_size",
    [((2, 3, 6, 4), 2), ((1, 1, 6, 9), 3), ((3, 2, 5, 5), 5), ((2, 2, 3, 4), 1), ((3, 3, 4, 8), 4)],
)
def test_windows_side_by_side(student, shape, kernel_size):
    """Sends each window's gradient to its largest pixel, and nothing to the others."""
    images = _distinct(*shape, dtype=torch.float32)
    grad_output = _grad_output(images, kernel_size, kernel_size)

    expect_close(
        student.max_pool2d_backward(grad_output, images, kernel_size, stride=kernel_size),
        _expected(grad_output, images, kernel_size, kernel_size),
        says="the gradient is off for windows that lie side by side",
        look_at="only the largest pixel of a window had a say in the output; it gets the whole gradient",
    )


@worth(1)
@parametrize("options", [{}, {"stride": None}])
def test_stride_is_the_kernel_size_by_default(student, options):
    """Takes steps as long as the window where no stride is given."""
    images = _distinct(2, 2, 6, 9, dtype=torch.float32)
    grad_output = _grad_output(images, 3, 3)
    expected = _expected(grad_output, images, 3, 3)
    says = "the gradient is off where the stride is given already, and is the kernel size"
    _expect_roughly(student.max_pool2d_backward(grad_output, images, 3, stride=3), expected, says=says)

    expect_close(
        student.max_pool2d_backward(grad_output, images, 3, **options),
        expected,
        says="the gradient is off where no stride is given",
        look_at="stride=None means that windows touch and do not overlap: stride = kernel_size",
    )


@worth(2)
@parametrize("values", [1, 2, 3])
@parametrize("shape, kernel_size", [((2, 3, 6, 4), 2), ((1, 2, 9, 6), 3)])
def test_ties(student, shape, kernel_size, values):
    """Of several largest pixels, the one that is read first gets the whole gradient, as in torch."""
    images = integers(0, values, *shape).float()
    grad_output = _grad_output(images, kernel_size, kernel_size)

    expect_close(
        student.max_pool2d_backward(grad_output, images, kernel_size, stride=kernel_size),
        _expected(grad_output, images, kernel_size, kernel_size),
        says="the gradient is off where a window has several largest pixels",
        look_at="one pixel of each window gets it all: the first as one reads, row by row from the left",
    )


@worth(2)
@parametrize("kernel_size, stride", [(3, 2), (2, 1), (3, 1), (5, 2), (4, 3)])
def test_overlapping_windows(student, kernel_size, stride):
    """Adds up what a pixel gets from each window in which it is the largest."""
    height, width = kernel_size + 2 * stride, kernel_size + 3 * stride
    images = _distinct(2, 3, height, width, dtype=torch.float32)
    grad_output = _grad_output(images, kernel_size, stride)

    expect_close(
        student.max_pool2d_backward(grad_output, images, kernel_size, stride=stride),
        _expected(grad_output, images, kernel_size, stride),
        says=f"the gradient is off where windows overlap: kernel_size={kernel_size}, stride={stride}",
        look_at="a pixel may be the largest of several windows: add, do not overwrite",
    )


@worth(1)
@parametrize(
    "shape, kernel_size, stride",
    [((2, 2, 7, 5), 2, 2), ((1, 3, 8, 10), 3, 3), ((2, 2, 8, 7), 2, 3), ((1, 1, 6, 5), 1, 2)],
)
def test_pixels_outside_of_all_windows(student, shape, kernel_size, stride):
    """Gives 0 to pixels in no window: between windows, and at the end where no whole one fits."""
    images = _distinct(*shape, dtype=torch.float32)
    grad_output = _grad_output(images, kernel_size, stride)
    with expect_nothing_raised(
        says="sides that are no multiple of the stride are allowed",
        look_at="start from zeros of the images' own shape; the size of grad_output does not tell it",
    ):
        actual = student.max_pool2d_backward(grad_output, images, kernel_size, stride=stride)

    expect_close(
        actual,
        _expected(grad_output, images, kernel_size, stride),
        says="the gradient is off where some pixels are in no window",
        look_at="start from zeros of the images' own shape; the size of grad_output does not tell it",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept(student, dtype):
    """Gives the dtype of its input, and every digit."""
    images = _distinct(2, 3, 6, 4, dtype=dtype)
    grad_output = _grad_output(images, 2, 2)
    expected = _expected(grad_output, images, 2, 2)

    actual = student.max_pool2d_backward(grad_output, images, 2, stride=2)

    _expect_roughly(actual, expected)
    look_at = "create the gradient with dtype=images.dtype (torch.zeros_like), and do not convert"
    expect_close(actual, expected, says=f"digits were lost for {dtype}", look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed tensors, and leaves its input as it was, without gradients in it."""
    slices, turned = _distinct(4, 4, 7, 8)[::2, 1:, 1:, ::2], _distinct(2, 4, 6, 3).permute(0, 3, 2, 1)

    plain = _distinct(2, 3, 6, 4)
    grad_plain = _grad_output(plain, 2, 2)
    _expect_roughly(
        student.max_pool2d_backward(grad_plain, plain, 2, stride=2), _expected(grad_plain, plain, 2, 2)
    )
    look_at = "as_strided and view need the tensor's own strides; reshape copies where it must"
    for images in (slices, turned):
        for grad_output in (normal(2, 3, 3, 4)[..., ::2], normal(2, 3, 2, 3).mT):
            expected = _expected(grad_output, images, 2, 2)
            with expect_nothing_raised(says=NOT_CONTIGUOUS + "is allowed", look_at=look_at):
                actual = student.max_pool2d_backward(grad_output, images, 2, stride=2)
            _expect_roughly(actual, expected, says=NOT_CONTIGUOUS + "is misread", look_at=look_at)
            expect_unchanged_arguments(student, "max_pool2d_backward", grad_output, images, 2, stride=2)
    expect_equal(
        student.run(_gradient_left_behind, grad_plain, plain),
        [False, False],
        says="the images require a gradient, or hold one, after the call",
        look_at="requires_grad_() and backward() change what they are given: work on a detached copy",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    images = _distinct(2, 3, 6, 4, dtype=dtype)
    grad_output = _grad_output(images, 2, 2)
    expected: Any = _expected(grad_output, images, 2, 2)
    _expect_roughly(student.max_pool2d_backward(grad_output, images, 2, stride=2), expected)

    expect_parity(student, "max_pool2d_backward", grad_output, images, 2, stride=2)


# ------------------------------------------------------------------ run beside the student's code


def _gradient_left_behind(student, grad_output, images):
    student.max_pool2d_backward(grad_output, images, 2, stride=2)
    return [images.requires_grad, images.grad is not None]
