"""Hidden suite of `conv2d`."""
# convnet-canary-7f3a

from typing import Any

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
    expect_vectorised,
    gate,
    normal,
    parametrize,
    random,
    worth,
)

SHORTCUTS = CONVOLUTIONS | {
    *("Conv1d", "Conv3d", "LazyConv2d", "ConvTranspose2d", "conv_transpose1d", "conv_transpose3d"),
    *("mkldnn_convolution", "_convolution", "slow_conv_dilated2d", "thnn_conv2d", "convolution_overrideable"),
}


def _flat_weight(*shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Weight that no mirror changes, for tests about something else: one mistake costs once."""
    filters, channels, height, width = shape
    return (0.5 + random(filters, channels, 1, 1, dtype=dtype)).repeat(1, 1, height, width)


def _expect_roughly(
    actual: object,
    images: torch.Tensor,
    weight: torch.Tensor,
    *,
    says: str = "values are off",
    look_at: str = "get the values at stride 1 without padding right first",
) -> None:
    expected = F.conv2d(images, weight)
    values = expect_tensor(actual, shape=expected.shape, look_at=look_at).real
    expect_close(values.to(expected.dtype), expected, says=says, look_at=look_at, rtol=1e-3, atol=1e-3)


def _expect_torch_values(student: Any, options: dict[str, Any], *, look_at: str) -> None:
    """Compare on a batch whose sides leave a rest for most strides, with weights that no mirror changes."""
    images, weight = random(2, 3, 10, 9, dtype=torch.float32), _flat_weight(4, 3, 3, 2, dtype=torch.float32)
    what = ", ".join(f"{name}={value}" for name, value in options.items())

    expect_close(
        student.conv2d(images, weight, **options),
        F.conv2d(images, weight, **options),
        says=f"values are off for {what}",
        look_at=look_at,
    )


@gate
@worth(0)
def test_written_by_hand(student):
    """Convolves by itself, without torch's convolutions."""
    expect_no_shortcut(student, "conv2d", random(2, 3, 5, 6), normal(4, 3, 3, 2), forbidden=SHORTCUTS)


@worth(4)
@parametrize(
    "shape, weight_shape",
    [
        ((2, 3, 6, 6), (4, 3, 3, 3)),
        ((1, 1, 7, 5), (1, 1, 2, 4)),
        ((3, 2, 5, 8), (5, 2, 3, 1)),
        ((1, 4, 3, 4), (2, 4, 3, 4)),
        ((2, 3, 4, 4), (3, 3, 1, 1)),
        ((3, 3, 3, 3), (3, 3, 3, 3)),
    ],
)
def test_stride_1(student, shape, weight_shape):
    """Agrees with torch at stride 1, for several images, channels and filters of any shape."""
    images, weight = random(*shape, dtype=torch.float32), normal(*weight_shape, dtype=torch.float32)

    expect_close(
        student.conv2d(images, weight),
        F.conv2d(images, weight),
        says="values are off at stride 1 without padding",
        look_at="each filter sums over all channels of the window, and is not mirrored",
    )


@worth(1)
@parametrize("shape, filters", [((2, 3, 6, 5), 4), ((1, 2, 4, 6), 5), ((3, 1, 6, 6), 1), ((4, 2, 6, 6), 4)])
def test_bias(student, shape, filters):
    """Adds each filter's bias once to all of its outputs."""
    images, weight = (
        random(*shape, dtype=torch.float32),
        _flat_weight(filters, shape[1], 3, 3, dtype=torch.float32),
    )
    bias = normal(filters, dtype=torch.float32)

    expect_close(
        student.conv2d(images, weight, bias),
        F.conv2d(images, weight, bias),
        says="values are off with a bias",
        look_at="the bias has one number for each filter: it belongs to axis 1 of (N, F, H', W')",
    )


@worth(3)
@parametrize("stride, padding", [(1, 1), (1, 2), (2, 0), (2, 1), (3, 0), (3, 1), (4, 2), (5, 1)])
def test_stride_and_padding(student, stride, padding):
    """Agrees with torch for every stride and padding."""
    _expect_torch_values(
        student,
        {"stride": stride, "padding": padding},
        look_at="pad all four sides with zeros, start top left, and leave out a last step that does not fit",
    )


@worth(1)
@parametrize(
    "options",
    [
        {"stride": (2, 1)},
        {"stride": (1, 3)},
        {"padding": (2, 0)},
        {"padding": (0, 1)},
        {"stride": (3, 2), "padding": (1, 2)},
        {"stride": 2, "padding": (0, 2)},
        {"stride": (1, 2), "padding": 1},
    ],
)
def test_pairs(student, options):
    """Takes stride and padding as pairs, too: rows first."""
    _expect_torch_values(
        student, options, look_at="a pair is (for the height, for the width); an int counts for both"
    )


@worth(1)
@parametrize("images_channels, weight_channels", [(3, 2), (2, 3), (3, 1), (1, 3), (4, 2)])
def test_other_channels_raise(student, images_channels, weight_channels):
    """Raises ValueError when images and weight disagree about the number of channels."""
    images, weight = random(2, images_channels, 5, 6), _flat_weight(4, images_channels, 3, 2)
    _expect_roughly(student.conv2d(images, weight), images, weight)

    with expect_raises(
        ValueError,
        says="images and weight with different numbers of channels",
        look_at="compare images.shape[1] with weight.shape[1] before you start: a 1 broadcasts silently",
    ):
        student.conv2d(images, normal(4, weight_channels, 3, 2))


@worth(1)
@parametrize(
    "shape, weight_shape, biases, padding",
    [
        ((2, 3, 4, 5), (4, 3, 5, 2), None, 0),
        ((2, 3, 4, 5), (4, 3, 2, 6), None, 0),
        ((2, 3, 4, 5), (4, 3, 2, 8), None, (3, 1)),
        ((2, 3, 4, 5), (4, 3, 3, 2), 3, 0),
        ((2, 3, 4, 5), (4, 3, 3, 2), 1, 0),
        ((3, 4, 5), (4, 3, 3, 2), None, 0),
        ((2, 3, 4, 5), (3, 3, 2), None, 0),
    ],
)
def test_other_shapes_raise(student, shape, weight_shape, biases, padding):
    """Raises ValueError for a kernel that does not fit, not one bias for each filter, and missing axes."""
    images, weight = random(2, 3, 4, 5), _flat_weight(4, 3, 4, 5)
    with expect_nothing_raised(
        says="a kernel exactly as large as the images has one place",
        look_at="only a kernel that is larger than the padded images is an error",
    ):
        actual = student.conv2d(images, weight)
    _expect_roughly(actual, images, weight)
    with expect_nothing_raised(
        says="a kernel that is larger than the images fits where they are padded",
        look_at="compare the kernel with the padded images: add the padding of both ends first",
    ):
        student.conv2d(images, _flat_weight(4, 3, 5, 6), padding=2)

    bias = None if biases is None else normal(biases)
    sizes = f"images of {shape} and weights of {weight_shape}, padding={padding}"
    with expect_raises(
        ValueError,
        says=sizes if bias is None else f"{biases} biases for {weight_shape[0]} filters",
        look_at="check the shapes before you start; conv_output_size raises where a kernel does not fit",
    ):
        student.conv2d(random(*shape), normal(*weight_shape), bias, padding=padding)


@worth(2)
@parametrize("batch, height, width", [(32, 5, 6), (2, 100, 6), (2, 5, 120), (32, 40, 40)])
def test_vectorised(student, batch, height, width):
    """Runs no more torch operations for large images or batches than for small ones."""
    weight = _flat_weight(3, 2, 2, 3)
    small, large = random(2, 2, 5, 6), random(batch, 2, height, width)
    _expect_roughly(student.conv2d(small, weight), small, weight)

    expect_vectorised(student, "conv2d", (small, weight), (large, weight))


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept(student, dtype):
    """Computes in the dtype of its input: float64 is right to ten digits."""
    images, weight = random(2, 3, 7, 6, dtype=dtype), _flat_weight(4, 3, 2, 3, dtype=dtype)

    actual = student.conv2d(images, weight)

    _expect_roughly(actual, images, weight)
    expect_close(
        actual,
        F.conv2d(images, weight),
        says=f"digits were lost on the way for {dtype}",
        look_at="create every tensor with dtype=images.dtype, and do not convert",
    )


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    slices, turned = random(4, 4, 8, 14)[::2, 1:, 1:, ::2], random(2, 7, 6, 3).permute(0, 3, 2, 1)
    # Between the weights lies what is not the kernel.
    sparse = normal(2, 3, 3, 4)[..., ::2].copy_(_flat_weight(2, 3, 3, 2))
    spread = normal(4, 6, 3, 3)[:, ::2].copy_(_flat_weight(4, 3, 3, 3))

    plain, flat = random(2, 3, 6, 5), _flat_weight(4, 3, 3, 2)
    _expect_roughly(student.conv2d(plain, flat), plain, flat)
    for images in (slices, turned):
        for kernels in (sparse, spread):
            _expect_roughly(
                student.conv2d(images, kernels),
                images,
                kernels,
                says="slices or transposes of larger tensors are misread",
                look_at="as_strided and view need the tensor's own strides: images.stride(), or contiguous()",
            )
            expect_unchanged_arguments(
                student, "conv2d", images, kernels, normal(len(kernels)), stride=1, padding=1
            )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    images, weight = random(2, 3, 6, 5, dtype=dtype), _flat_weight(4, 3, 2, 3, dtype=dtype)
    _expect_roughly(student.conv2d(images, weight), images, weight)

    for options in ({}, {"stride": 2, "padding": 1}):
        expect_parity(student, "conv2d", images, weight, normal(4, dtype=dtype), **options)
