"""Hidden suite of `correlate2d`."""
# convnet-canary-7f3a

import torch
import torch.nn.functional as F

from autograder.testing import (
    CONVOLUTIONS,
    expect_close,
    expect_no_shortcut,
    expect_nothing_raised,
    expect_parity,
    expect_raises,
    expect_tensor,
    expect_unchanged_arguments,
    gate,
    normal,
    parametrize,
    random,
    worth,
)

SHORTCUTS = CONVOLUTIONS | {"Conv1d", "Conv3d", "conv_transpose1d", "conv_transpose3d", "mkldnn_convolution"}


def _expected(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    return F.conv2d(image[None, None], kernel.to(image.dtype)[None, None])[0, 0]


def _flat_kernel(*shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Kernel that no mirror changes, for tests about something else: one mistake costs once."""
    return (0.5 + random(1, 1, dtype=dtype)).repeat(*shape)


def _expect_roughly(
    actual: object,
    image: torch.Tensor,
    kernel: torch.Tensor,
    *,
    says: str = "values are off for an ordinary image already",
    look_at: str = "get the values of an ordinary image right first",
) -> None:
    expected = _expected(image, kernel)
    values = expect_tensor(actual, shape=expected.shape, look_at=look_at).real
    expect_close(values.to(expected.dtype), expected, says=says, look_at=look_at, rtol=1e-3, atol=1e-3)


@gate
@worth(0)
def test_written_by_hand(student):
    """Slides the kernel itself, without torch's convolutions."""
    image, kernel = random(5, 6), normal(3, 2)

    expect_no_shortcut(student, "correlate2d", image, kernel, forbidden=SHORTCUTS)


@worth(2)
@parametrize("shape, kernel_shape", [((6, 6), (3, 3)), ((5, 8), (2, 3)), ((7, 4), (4, 1)), ((3, 5), (3, 5))])
def test_kernel_of_ones(student, shape, kernel_shape):
    """Sums the pixels of each window when the kernel is all ones."""
    image, kernel = random(*shape, dtype=torch.float32), torch.ones(kernel_shape)

    expect_close(
        student.correlate2d(image, kernel),
        _expected(image, kernel),
        says="the sums over the windows are off for a kernel of ones",
        look_at="a kernel of h×w fits at H − h + 1 places downwards and at W − w + 1 places sideways",
    )


@worth(3)
@parametrize(
    "shape, kernel_shape",
    [
        ((6, 6), (3, 3)),
        ((6, 9), (3, 2)),
        ((5, 4), (1, 3)),
        ((7, 5), (2, 5)),
        ((4, 4), (4, 4)),
        ((3, 5), (1, 1)),
    ],
)
def test_any_kernel(student, shape, kernel_shape):
    """Agrees with torch for every kernel: neither mirrored nor transposed, square or not."""
    image, kernel = random(*shape, dtype=torch.float32), normal(*kernel_shape, dtype=torch.float32)

    expect_close(
        student.correlate2d(image, kernel),
        _expected(image, kernel),
        says="values are off for a kernel that is not symmetric",
        look_at="kernel[0, 0] meets the top-left pixel of each window: nothing is turned around",
    )


@worth(2)
@parametrize("larger", [(1, 0), (0, 1), (2, 2), (-2, 1), (1, -2)])
def test_a_kernel_that_does_not_fit_raises(student, larger):
    """Raises ValueError when the kernel is higher or wider than the image, and only then."""
    image, fits = random(4, 5), _flat_kernel(4, 5)
    with expect_nothing_raised(
        says="a kernel exactly as large as the image has one place",
        look_at="only a kernel that is higher or wider than the image is an error",
    ):
        actual = student.correlate2d(image, fits)
    _expect_roughly(actual, image, fits)

    with expect_raises(
        ValueError,
        says="a kernel that is larger than the image",
        look_at="compare both the heights and the widths before you start",
    ):
        student.correlate2d(image, normal(4 + larger[0], 5 + larger[1]))


@worth(1)
@parametrize(
    "image_shape, kernel_shape", [((1, 4, 5), (2, 3)), ((4, 5), (1, 2, 3)), ((4,), (2,)), ((4, 5), (3,))]
)
def test_other_numbers_of_axes_raise(student, image_shape, kernel_shape):
    """Raises ValueError when image or kernel has not two axes."""
    image, kernel = random(4, 5), _flat_kernel(2, 3)
    _expect_roughly(student.correlate2d(image, kernel), image, kernel)

    with expect_raises(
        ValueError,
        says=f"an image with {len(image_shape)} axes and a kernel with {len(kernel_shape)}",
        look_at="compare image.ndim and kernel.ndim with 2",
    ):
        student.correlate2d(random(*image_shape), random(*kernel_shape))


@worth(1)
@parametrize(
    "dtype, kernel_dtype",
    [
        (torch.float32, torch.float32),
        (torch.float64, torch.float64),
        (torch.float32, torch.float64),
        (torch.float64, torch.float32),
    ],
)
def test_dtype_is_kept(student, dtype, kernel_dtype):
    """Computes in the dtype of the image, whatever the kernel's."""
    image, kernel = random(6, 7, dtype=dtype), _flat_kernel(3, 2, dtype=kernel_dtype)
    plain, flat = image.float(), kernel.float()
    _expect_roughly(student.correlate2d(plain, flat), plain, flat)

    expect_close(
        student.correlate2d(image, kernel),
        _expected(image, kernel),
        says=f"digits were lost on the way for an image of {dtype} and a kernel of {kernel_dtype}",
        look_at="create the output with dtype=image.dtype, and convert the kernel where it differs",
    )


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    slices, turned = random(9, 14)[::2, 1::3], random(7, 5).T
    sparse = normal(3, 6)[::2, ::5].fill_(0.7)  # between its weights lies what is not the kernel
    kernels = _flat_kernel(3, 2).T, sparse

    plain, flat = random(6, 5), _flat_kernel(2, 3)
    _expect_roughly(student.correlate2d(plain, flat), plain, flat)
    for image in (slices, turned):
        for kernel in kernels:
            _expect_roughly(
                student.correlate2d(image, kernel),
                image,
                kernel,
                says="values are off when image or kernel is a slice or a transpose of a larger tensor",
                look_at="as_strided and view need the tensor's own strides: look at tensor.stride()",
            )
            expect_unchanged_arguments(student, "correlate2d", image, kernel)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    image, kernel = random(5, 6, dtype=dtype), _flat_kernel(2, 3, dtype=dtype)
    _expect_roughly(student.correlate2d(image, kernel), image, kernel)

    expect_parity(student, "correlate2d", image, kernel)
