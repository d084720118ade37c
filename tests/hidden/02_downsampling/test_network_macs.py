"""Hidden suite of `network_macs`."""
# convnet-canary-7f3a

import math
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from autograder.testing import expect_equal, expect_number, expect_true, integers, parametrize, worth

Layer = tuple[Any, ...]
Shape = tuple[int, int, int]


def _counted(layers: list[Layer], input_shape: Shape) -> int:
    return _counted_once(tuple(layers), input_shape)


@cache
def _counted_once(layers: tuple[Layer, ...], input_shape: Shape) -> int:
    """What torch's FLOP counter says of such a network and one image: two operations each."""
    with torch.device("meta"):
        images = torch.empty(1, *input_shape)
        with FlopCounterMode(display=False) as counter:
            for kind, *sizes in layers:
                *filters, kernel_size, stride, padding = sizes
                if kind == "conv":
                    layer: nn.Module = nn.Conv2d(images.shape[1], filters[0], kernel_size, stride, padding)
                else:
                    layer = nn.MaxPool2d(kernel_size, stride, padding)
                images = layer(images)
    return counter.get_total_flops() // 2


_counted([("conv", 1, 1, 1, 0)], (1, 1, 1))  # torch reads much when its counter is first used


def _plain(count: object) -> object:
    if isinstance(count, torch.Tensor | np.generic) and math.prod(count.shape) == 1:
        return count.item()
    return count


def _expect_count(actual: object, expected: int, *, says: str, look_at: str = "") -> None:
    """Ask for the value only: whether it is a Python int is another test's question."""
    actual = _plain(actual)
    number, kind = type(actual) in (int, float), type(actual).__name__
    one = f"the output is of type {kind}, but one Python int was expected"
    expect_true(number, says=one, look_at="add up what the layers cost, and return the sum")
    expect_true(
        actual == expected, says=says, look_at=look_at, staff=f"got {actual!r:.100}, expected {expected}"
    )


@worth(2)
@parametrize("layer", [("conv", 8, 3, 1, 1), ("conv", 2, 5, 1, 0), ("conv", 5, 1, 1, 0)])
def test_one_convolution(student, layer):
    """Counts a single convolution at stride 1."""
    _expect_count(
        student.network_macs([layer], (3, 12, 9)),
        _counted([layer], (3, 12, 9)),
        says="the count of a single convolution is off",
        look_at="conv2d_macs with the channels before it, and the height and width after it",
    )


@worth(2)
@parametrize("layer", [("conv", 8, 3, 2, 1), ("conv", 4, 7, 2, 3), ("conv", 6, 2, 3, 0)])
def test_strided_convolution(student, layer):
    """Counts the places at which the kernel really stops."""
    _expect_count(
        student.network_macs([layer], (3, 21, 16)),
        _counted([layer], (3, 21, 16)),
        says="the count of a convolution with a stride is off",
        look_at="the kernel is applied once for each number that comes out, not for each that goes in",
    )


@worth(2)
@parametrize("input_shape", [(2, 20, 13), (3, 16, 16)])
def test_several_convolutions(student, input_shape):
    """Adds up the convolutions, each with the channels and sizes that the one before it left."""
    again = ("conv", 9, 3, 1, 1)  # the same layer twice costs twice
    layers: list[Layer] = [("conv", 4, 3, 1, 1), ("conv", 9, 3, 2, 1), again, again, ("conv", 5, 1, 1, 0)]

    _expect_count(
        student.network_macs(layers, input_shape),
        _counted(layers, input_shape),
        says="the count of several convolutions is off",
        look_at="the filters of one convolution are the input channels of the next",
    )


@worth(2)
@parametrize("input_shape", [(1, 28, 20), (3, 17, 32)])
def test_pools(student, input_shape):
    """Counts nothing for a pool, which makes the convolutions after it cheaper."""
    layers: list[Layer] = [
        *(("conv", 6, 3, 1, 1), ("pool", 2, 2, 0), ("conv", 8, 3, 1, 1), ("pool", 3, 2, 1)),
        *(("pool", 2, 1, 0), ("conv", 4, 1, 1, 0)),
    ]

    _expect_count(
        student.network_macs(layers, input_shape),
        _counted(layers, input_shape),
        says="the count is off where there are pools between the convolutions",
        look_at="a pool has no weights and costs 0, but what follows it works on smaller maps",
    )


@worth(2)
@parametrize("input_shape", [(3, 32, 48), (1, 16, 28)])
@parametrize("filters", [8, 5])
def test_a_quarter_of_the_cost(student, input_shape, filters):
    """A convolution with stride 2 costs a quarter of the same convolution followed by a pool."""
    strided = student.network_macs([("conv", filters, 3, 2, 1)], input_shape)
    pooled = student.network_macs([("conv", filters, 3, 1, 1), ("pool", 2, 2, 0)], input_shape)

    says = "the count is no number"
    cheap, dear = (expect_number(_plain(count), says=says) for count in (strided, pooled))
    expect_true(
        0 < 4 * cheap == dear,
        says="stride 2 in the convolution does not cost a quarter of convolution, then pooling",
        look_at="half as many rows and columns come out of the convolution: at what size does each one work?",
    )


@worth(1)
@parametrize("layers", [[], [("pool", 2, 2, 0)], [("pool", 2, 2, 0), ("pool", 3, 1, 1)]])
def test_nothing_to_multiply(student, layers):
    """Is 0 without convolutions; the layers that it is given stay as they are."""
    count = student.network_macs(layers, (3, 16, 12))
    _expect_count(count, 0, says="a network without convolutions costs something", look_at="start from 0")

    network: list[Layer] = [*layers, ("conv", 4, 3, 1, 1)]
    expect_true(
        student.run(_leaves_layers_alone, network, (3, 16, 12)),
        says="network_macs changed the list of layers",
        look_at="loop over the layers; pop takes them out of the caller's list",
    )


@worth(1)
def test_python_int(student):
    """Returns a Python int."""
    height, width = (int(side) for side in integers(12, 40, 2))
    layers: list[Layer] = [("conv", 4, 3, 1, 1), ("conv", 3, 3, 1, 1)]

    actual = student.network_macs(layers, (2, height, width))

    expect_true(
        type(actual) is int,
        says=f"the output is of type {type(actual).__name__}, not int",
        look_at="add and multiply Python ints: no true division, no tensors, no NumPy",
    )
    expect_equal(actual, _counted(layers, (2, height, width)), says="the count is off")


# ------------------------------------------------------------------ run beside the student's code


def _leaves_layers_alone(student, layers, input_shape):
    before = list(layers)
    student.network_macs(layers, input_shape)
    return layers == before
