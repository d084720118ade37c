"""Hidden suite of `conv2d_backward`."""
# convnet-canary-7f3a

from typing import Any

import torch
import torch.nn.functional as F

from autograder.testing import (
    CONVOLUTIONS,
    expect_close,
    expect_no_shortcut,
    expect_parity,
    expect_raises,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    gate,
    normal,
    parametrize,
    random,
    worth,
)

SHORTCUTS = CONVOLUTIONS | {
    *("Conv1d", "Conv3d", "LazyConv2d", "ConvTranspose2d", "conv_transpose1d", "conv_transpose3d"),
    *("mkldnn_convolution", "_convolution", "slow_conv_dilated2d", "thnn_conv2d", "convolution_overrideable"),
    *("convolution_backward", "conv2d_input", "conv2d_weight"),
}
AUTOGRAD = {
    "grad",
    "backward",
    "vjp",
    "jvp",
    "vhp",
    "jacobian",
    "jacrev",
    "jacfwd",
    "grad_and_value",
    "linearize",
}
NAMES = ("grad_images", "grad_weight", "grad_bias")

Tensors = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def _inputs(
    shape: tuple[int, ...], weight_shape: tuple[int, ...], dtype: torch.dtype = torch.float64, **options: Any
) -> tuple[Tensors, Tensors]:
    """Arguments of a call, and the three gradients that autograd gives."""
    images, weight = random(*shape, dtype=dtype), normal(*weight_shape, dtype=dtype)
    grad_output = normal(*F.conv2d(images, weight, **options).shape, dtype=dtype)
    return (grad_output, images, weight), _expected(grad_output, images, weight, **options)


def _expected(
    grad_output: torch.Tensor, images: torch.Tensor, weight: torch.Tensor, **options: Any
) -> Tensors:
    leaves = [images.clone(), weight.clone(), grad_output.new_zeros(weight.shape[0])]
    output = F.conv2d(*(leaf.requires_grad_() for leaf in leaves), **options)
    return torch.autograd.grad(output, leaves, grad_output)  # type: ignore[return-value]


def _three(actual: object) -> tuple[object, object, object]:
    expect_true(
        isinstance(actual, tuple | list) and len(actual) == 3,
        says="the output is not a tuple of three tensors",
        look_at="return grad_images, grad_weight, grad_bias",
    )
    return tuple(actual)  # type: ignore[arg-type]  # checked above


def _expect_gradients(
    student: Any, inputs: Tensors, expected: Tensors, *, look_at: str, **options: Any
) -> None:
    what = ", ".join(f"{name}={value}" for name, value in options.items())
    actual = _three(student.conv2d_backward(*inputs, **options))
    for name, mine, due in list(zip(NAMES, actual, expected, strict=True))[:2]:
        expect_close(mine, due, says=f"{name} is off for {what}", look_at=look_at)


def _expect_roughly(actual: object, expected: Tensors) -> None:
    """Ask for any one of the gradients, where a test is about something else: one mistake costs once."""
    look_at = "get the gradients at stride 1 without padding right first"
    right = 0
    for mine, due in zip(_three(actual), expected, strict=True):
        values = expect_tensor(mine, look_at=look_at).real
        right += values.shape == due.shape and torch.allclose(values.to(due.dtype), due, rtol=1e-3, atol=1e-3)
    expect_true(right > 0, says="none of the three gradients is right", look_at=look_at)


@gate
@worth(0)
def test_written_by_hand(student):
    """Finds the gradients itself, without autograd and without torch's convolutions."""
    inputs, _ = _inputs((2, 2, 5, 6), (3, 2, 3, 2))

    expect_no_shortcut(student, "conv2d_backward", *inputs, forbidden=SHORTCUTS | AUTOGRAD)
    expect_true(
        student.run(_builds_no_graph, *inputs),
        says="conv2d_backward is to find the gradients by hand, but it uses autograd",
        look_at="each output is a sum of products: which pixels and which weights does it hold?",
    )


@worth(1)
@parametrize("shape, filters", [((2, 2, 5, 6), 3), ((1, 1, 4, 3), 1), ((3, 2, 6, 6), 3), ((3, 1, 5, 5), 4)])
def test_grad_bias(student, shape, filters):
    """The bias gets the sum of the gradient over all images and places."""
    inputs, expected = _inputs(shape, (filters, shape[1], 2, 2))

    expect_close(
        _three(student.conv2d_backward(*inputs))[2],
        expected[2],
        says="grad_bias is off",
        look_at="the bias is added at every place of every image: which axes of grad_output go?",
    )


@worth(2)
@parametrize("shape, filters", [((2, 2, 5, 6), 3), ((1, 1, 4, 4), 1), ((3, 4, 3, 7), 2), ((2, 3, 5, 4), 3)])
def test_grad_weight(student, shape, filters):
    """Agrees with autograd for the weight at stride 1."""
    inputs, expected = _inputs(shape, (filters, shape[1], 3, 2))

    expect_close(
        _three(student.conv2d_backward(*inputs))[1],
        expected[1],
        says="grad_weight is off at stride 1 without padding",
        look_at="a weight meets one pixel at each place: sum these pixels times the places' gradients",
    )


@worth(2)
@parametrize("shape, filters", [((2, 2, 5, 6), 3), ((1, 1, 4, 4), 1), ((3, 4, 3, 7), 2), ((2, 3, 5, 4), 3)])
def test_grad_images(student, shape, filters):
    """Agrees with autograd for the images at stride 1."""
    inputs, expected = _inputs(shape, (filters, shape[1], 3, 2))

    expect_close(
        _three(student.conv2d_backward(*inputs))[0],
        expected[0],
        says="grad_images is off at stride 1 without padding",
        look_at="a pixel lies in many windows: add what each of them sends back",
    )


@worth(2)
@parametrize("stride, padding", [(1, 1), (1, 2), (2, 0), (3, 0), (2, 1), (3, 2)])
def test_stride_and_padding(student, stride, padding):
    """Agrees with autograd for every stride and padding."""
    options = {"stride": stride, "padding": padding}
    inputs, expected = _inputs((2, 3, 9, 8), (4, 3, 3, 4), torch.float32, **options)

    look_at = (
        "work on the padded images, at every stride-th place, and cut the border off grad_images at the end"
    )
    _expect_gradients(student, inputs, expected, look_at=look_at, **options)


@worth(1)
@parametrize(
    "options",
    [
        {"stride": (2, 1)},
        {"stride": (1, 2)},
        {"padding": (1, 0)},
        {"padding": (0, 2)},
        {"stride": (3, 2), "padding": (1, 2)},
        {"stride": 2, "padding": (2, 1)},
    ],
)
def test_pairs(student, options):
    """Takes stride and padding as pairs, too: rows first."""
    inputs, expected = _inputs((2, 2, 9, 7), (3, 2, 3, 3), torch.float32, **options)

    look_at = "a pair is (for the height, for the width); an int counts for both"
    _expect_gradients(student, inputs, expected, look_at=look_at, **options)


@worth(1)
@parametrize("stride, padding", [(2, 0), (3, 0), (4, 1), (3, 1)])
def test_left_over_border(student, stride, padding):
    """Pixels that no window reaches get a gradient of zero, and grad_images is as large as the images."""
    options = {"stride": stride, "padding": padding}
    size = 3 + 2 * stride - 2 * padding + stride - 1  # the last stride - 1 rows and columns are left over
    inputs, expected = _inputs((2, 2, size, size + stride), (3, 2, 3, 3), torch.float32, **options)

    expect_close(
        _three(student.conv2d_backward(*inputs, **options))[0],
        expected[0],
        says=f"grad_images is off where the stride leaves a border: stride={stride}, padding={padding}",
        look_at="start from zeros of the images' own shape; the size of grad_output does not tell it",
    )


@worth(1)
@parametrize(
    "shape, options",
    [
        ((2, 3, 3, 4), {}),
        ((2, 3, 4, 3), {}),
        ((2, 2, 4, 4), {}),
        ((1, 3, 4, 4), {}),
        ((2, 3, 5, 4), {}),
        ((2, 3, 4, 4), {"padding": 1}),
        ((2, 3, 4, 4), {"stride": 2}),
    ],
)
def test_other_shapes_raise(student, shape, options):
    """Raises ValueError when grad_output has not the shape of conv2d's result."""
    inputs, expected = _inputs((2, 2, 5, 6), (3, 2, 2, 3))
    _expect_roughly(student.conv2d_backward(*inputs), expected)

    _, images, weight = inputs
    told = "".join(f", {name}={value}" for name, value in options.items())
    with expect_raises(
        ValueError,
        says=f"a grad_output of another shape than the result's{told}",
        look_at="what shape has conv2d(images, weight, …)? conv_output_size tells H' and W'",
    ):
        student.conv2d_backward(normal(*shape), images, weight, **options)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Keeps the dtype, works on slices and transposed tensors, and leaves its input as it was."""
    images = random(2, 7, 12, 2, dtype=dtype).permute(0, 3, 1, 2)[..., ::2]
    weight = normal(3, 2, 2, 3, dtype=dtype).mT
    grad_output = normal(2, 3, 5, 5, dtype=dtype).mT

    actual = student.conv2d_backward(grad_output, images, weight)

    _expect_roughly(actual, _expected(grad_output, images, weight))
    for name, mine in zip(NAMES, _three(actual), strict=True):
        expect_tensor(mine, dtype=dtype, look_at=f"create {name} with the dtype of the images")
    expect_unchanged_arguments(student, "conv2d_backward", grad_output, images, weight)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    inputs, expected = _inputs((2, 2, 4, 5), (3, 2, 2, 3), dtype=dtype)
    _expect_roughly(student.conv2d_backward(*inputs), expected)

    expect_parity(student, "conv2d_backward", *inputs)


# ------------------------------------------------------------------ run beside the student's code


def _builds_no_graph(student, grad_output, images, weight):
    saved = []
    with torch.autograd.graph.saved_tensors_hooks(
        lambda tensor: saved.append(True) or tensor, lambda tensor: tensor
    ):
        try:
            student.conv2d_backward(grad_output, images, weight)
        except NotImplementedError:
            raise
        except Exception:
            pass  # whether the call is right is for another test to say
    return not saved
