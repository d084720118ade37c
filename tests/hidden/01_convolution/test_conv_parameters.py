"""Hidden suite of `conv_parameters`."""
# convnet-canary-7f3a

import math

import numpy as np
import torch
from torch import nn

from autograder.testing import expect_equal, expect_true, integers, parametrize, worth

SIZES = [(1, 1, 1), (1, 8, 3), (8, 1, 3), (3, 5, 2), (16, 32, 5), (4, 4, 4)]


def _torch_count(in_channels: int, out_channels: int, kernel_size: int, *, bias: bool) -> int:
    with torch.device("meta"):
        layer = nn.Conv2d(in_channels, out_channels, kernel_size, bias=bias)
    return sum(parameter.numel() for parameter in layer.parameters())


def _expect_count(actual: object, expected: int, *, says: str, look_at: str = "") -> None:
    """Ask for the value only: whether it is a Python int is another test's question."""
    if isinstance(actual, torch.Tensor | np.generic) and math.prod(actual.shape) == 1:
        actual = actual.item()
    right = type(actual) in (int, float) and actual == expected
    expect_true(right, says=says, look_at=look_at, staff=f"got {actual!r:.100}, expected {expected}")


@worth(2)
@parametrize("sizes", SIZES)
def test_weights(student, sizes):
    """Counts the weights as torch does when there is no bias."""
    _expect_count(
        student.conv_parameters(*sizes, bias=False),
        _torch_count(*sizes, bias=False),
        says="the number of weights is off",
        look_at="how many numbers does the weight of shape (F, C, h, w) hold?",
    )


@worth(2)
@parametrize("sizes", SIZES)
def test_weights_and_bias(student, sizes):
    """Counts one bias for each filter, and does so unless told otherwise."""
    look_at = "one bias for each output channel, however many input channels there are"
    expected = _torch_count(*sizes, bias=True)

    told, default = student.conv_parameters(*sizes, bias=True), student.conv_parameters(*sizes)

    _expect_count(told, expected, says="the number of weights and biases is off", look_at=look_at)
    _expect_count(default, expected, says="the biases are to be counted by default", look_at=look_at)


@worth(1)
def test_more_channels(student):
    """Grows as it should with the filters, the input channels and the size of the kernel."""
    in_channels, out_channels, kernel_size = (int(number) for number in integers(3, 9, 3))

    for sizes in (
        (in_channels, 2 * out_channels, kernel_size),
        (2 * in_channels, out_channels, kernel_size),
        (in_channels, out_channels, 2 * kernel_size),
    ):
        _expect_count(
            student.conv_parameters(*sizes),
            sizes[1] * (sizes[0] * sizes[2] ** 2 + 1),
            says="the count does not grow with the channels and the kernel as it should",
            look_at="each filter has one bias, and a weight for each pixel of its window in each channel",
        )


@worth(1)
@parametrize("bias", [True, False])
def test_python_int(student, bias):
    """Returns a Python int."""
    sizes = tuple(int(number) for number in integers(2, 40, 3))

    actual = student.conv_parameters(*sizes, bias=bias)

    expect_true(
        type(actual) is int,
        says=f"the output is of type {type(actual).__name__}, not int",
        look_at="multiply Python ints: no true division, no tensors, no NumPy",
    )
    expect_equal(actual, _torch_count(*sizes, bias=bias), says="the count is off")
