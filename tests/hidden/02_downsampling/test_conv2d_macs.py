"""Hidden suite of `conv2d_macs`."""
# convnet-canary-7f3a

import math
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.flop_counter import FlopCounterMode

from autograder.testing import expect_equal, expect_true, integers, parametrize, worth

Sizes = tuple[int, int, int, tuple[int, int]]


@cache
def _counted(sizes: Sizes) -> int:
    """What torch's FLOP counter says of such a convolution of one image: two operations each."""
    in_channels, out_channels, kernel_size, (height, width) = sizes
    with torch.device("meta"):
        images = torch.empty(1, in_channels, height + kernel_size - 1, width + kernel_size - 1)
        weight = torch.empty(out_channels, in_channels, kernel_size, kernel_size)
    with FlopCounterMode(display=False) as counter:
        F.conv2d(images, weight)
    return counter.get_total_flops() // 2


_counted((1, 1, 1, (1, 1)))  # torch reads much when its counter is first used: not while a student waits


def _expect_count(actual: object, expected: int, *, says: str, look_at: str = "") -> None:
    """Ask for the value only: whether it is a Python int is another test's question."""
    if isinstance(actual, torch.Tensor | np.generic) and math.prod(actual.shape) == 1:
        actual = actual.item()
    right = type(actual) in (int, float) and actual == expected
    expect_true(right, says=says, look_at=look_at, staff=f"got {actual!r:.100}, expected {expected}")


@worth(3)
@parametrize(
    "sizes",
    [(1, 1, 1, (1, 1)), (2, 3, 1, (4, 4)), (3, 2, 3, (5, 5)), (4, 4, 2, (7, 7)), (1, 6, 5, (3, 3))],
)
def test_square_maps(student, sizes):
    """Agrees with torch's FLOP counter for maps as high as wide: one multiply-accumulate is two FLOPs."""
    _expect_count(
        student.conv2d_macs(*sizes),
        _counted(sizes),
        says="the count is off",
        look_at="each number that comes out is a sum with one product for each weight of its filter",
    )


@worth(2)
@parametrize("sizes", [(3, 4, 3, (5, 8)), (2, 5, 2, (9, 4)), (1, 3, 7, (1, 6)), (6, 2, 1, (11, 1))])
def test_maps_of_any_shape(student, sizes):
    """Agrees with torch's FLOP counter for maps that are higher or wider."""
    _expect_count(
        student.conv2d_macs(*sizes),
        _counted(sizes),
        says="the count is off for maps that are not square",
        look_at="output_size is (H, W): the filter is applied at H · W places",
    )


@worth(1)
def test_growth(student):
    """Grows with channels, filters and places, and with the square of the kernel's side."""
    in_channels, out_channels, kernel_size, height, width = (int(number) for number in integers(2, 8, 5))

    for sizes in (
        (2 * in_channels, out_channels, kernel_size, (height, width)),
        (in_channels, 2 * out_channels, kernel_size, (height, width)),
        (in_channels, out_channels, 2 * kernel_size, (height, width)),
        (in_channels, out_channels, kernel_size, (2 * height, 3 * width)),
    ):
        _expect_count(
            student.conv2d_macs(*sizes),
            _counted(sizes),
            says="the count does not grow with the layer as it should",
            look_at="twice as many channels cost twice as much; a kernel with twice the side four times",
        )


@worth(1)
def test_large_layers(student):
    """Counts exactly for the layers of large networks, too."""
    small, large = (3, 8, 3, (8, 8)), (1023, 2047, 7, (225, 227))
    for sizes, says in (
        (small, "the count is off for small layers already"),
        (large, "the count is off for large layers: it needs more digits than a small integer or float has"),
    ):
        look_at = "multiply Python ints, which have no largest value"
        _expect_count(student.conv2d_macs(*sizes), _counted(sizes), says=says, look_at=look_at)


@worth(1)
def test_python_int(student):
    """Returns a Python int."""
    in_channels, out_channels, kernel_size, height, width = (int(number) for number in integers(2, 20, 5))
    sizes = (in_channels, out_channels, kernel_size, (height, width))

    actual = student.conv2d_macs(*sizes)

    expect_true(
        type(actual) is int,
        says=f"the output is of type {type(actual).__name__}, not int",
        look_at="multiply Python ints: no true division, no tensors, no NumPy",
    )
    expect_equal(actual, _counted(sizes), says="the count is off")
