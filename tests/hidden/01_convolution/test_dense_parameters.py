"""Hidden suite of `dense_parameters`."""
# convnet-canary-7f3a

import math

import numpy as np
import torch
from torch import nn

from autograder.testing import expect_equal, expect_true, integers, parametrize, worth

SHAPES = [
    ((1, 4, 4), (2, 4, 4)),
    ((3, 5, 2), (1, 3, 7)),
    ((2, 6, 3), (4, 1, 1)),
    ((1, 1, 1), (5, 2, 3)),
    ((1, 28, 28), (8, 28, 28)),
]


def _torch_count(in_shape: tuple[int, ...], out_shape: tuple[int, ...], *, bias: bool) -> int:
    with torch.device("meta"):
        layer = nn.Linear(math.prod(in_shape), math.prod(out_shape), bias=bias)
    return sum(parameter.numel() for parameter in layer.parameters())


def _expect_count(actual: object, expected: int, *, says: str, look_at: str = "") -> None:
    """Ask for the value only: whether it is a Python int is another test's question."""
    if isinstance(actual, torch.Tensor | np.generic) and math.prod(actual.shape) == 1:
        actual = actual.item()
    right = type(actual) in (int, float) and actual == expected
    expect_true(right, says=says, look_at=look_at, staff=f"got {actual!r:.100}, expected {expected}")


@worth(2)
@parametrize("in_shape, out_shape", SHAPES)
def test_weights(student, in_shape, out_shape):
    """Counts a weight for each pair of an input and an output when there is no bias."""
    _expect_count(
        student.dense_parameters(in_shape, out_shape, bias=False),
        _torch_count(in_shape, out_shape, bias=False),
        says="the number of weights is off",
        look_at="every number of the output has a weight for every number of the input",
    )


@worth(2)
@parametrize("in_shape, out_shape", SHAPES)
def test_weights_and_bias(student, in_shape, out_shape):
    """Counts one bias for each output, and does so unless told otherwise."""
    look_at = "one bias for each number of the output: there are no shared biases in a dense layer"
    expected = _torch_count(in_shape, out_shape, bias=True)

    told = student.dense_parameters(in_shape, out_shape, bias=True)
    default = student.dense_parameters(in_shape, out_shape)

    _expect_count(told, expected, says="the number of weights and biases is off", look_at=look_at)
    _expect_count(default, expected, says="the biases are to be counted by default", look_at=look_at)


@worth(1)
@parametrize("in_shape, out_shape", [((30,), (10,)), ((3, 4, 5), (7,)), ((4, 6), (2, 3)), ((12,), (2, 3, 2))])
def test_other_numbers_of_axes(student, in_shape, out_shape):
    """Takes shapes of any number of axes."""
    _expect_count(
        student.dense_parameters(in_shape, out_shape, bias=False),
        _torch_count(in_shape, out_shape, bias=False),
        says="the count is off for shapes that have not three axes",
        look_at="multiply all sides, however many there are: math.prod(shape)",
    )


@worth(1)
@parametrize("bias", [True, False])
def test_layers_as_large_as_photographs(student, bias):
    """Counts exactly for large images, too, without making the weights."""
    small, large = ((3, 8, 8), (4, 8, 8)), ((3, 225, 223), (64, 221, 227))
    for shapes, says in (
        (small, "the count is off for small images already"),
        (large, "the count is off for large images: it needs more digits than a machine's integer may have"),
    ):
        _expect_count(
            student.dense_parameters(*shapes, bias=bias),
            _torch_count(*shapes, bias=bias),
            says=says,
            look_at="multiply Python ints, which have no largest value: no tensors, no NumPy",
        )


@worth(1)
@parametrize("bias", [True, False])
def test_python_int(student, bias):
    """Returns a Python int."""
    in_shape, out_shape = (tuple(int(side) for side in integers(2, 9, 3)) for _ in range(2))

    actual = student.dense_parameters(in_shape, out_shape, bias=bias)

    expect_true(
        type(actual) is int,
        says=f"the output is of type {type(actual).__name__}, not int",
        look_at="multiply Python ints: no true division, no tensors, no NumPy",
    )
    expect_equal(actual, _torch_count(in_shape, out_shape, bias=bias), says="the count is off")
