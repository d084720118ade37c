"""Hidden suite of `conv_output_size`."""
# convnet-canary-7f3a

from itertools import product
from typing import Any

import torch
import torch.nn.functional as F

from autograder.testing import (
    expect_equal,
    expect_nothing_raised,
    expect_raises,
    expect_true,
    integers,
    parametrize,
    worth,
)

Case = tuple[int, int, dict[str, int]]


def _torch_length(size: int, kernel_size: int, **options: int) -> int:
    return F.conv1d(torch.zeros(1, 1, size), torch.zeros(1, 1, kernel_size), **options).shape[-1]


def _expect_torch_lengths(student: Any, cases: list[Case], *, says: str, look_at: str) -> None:
    """Compare the values only: whether they are Python ints is another test's question."""
    expected = [float(_torch_length(size, kernel_size, **options)) for size, kernel_size, options in cases]
    names = list(cases[0][2])  # the same in all cases
    numbers = torch.tensor([[size, kernel_size, *options.values()] for size, kernel_size, options in cases])
    lengths = student.run(_lengths, names, numbers)
    expect_equal(lengths, torch.tensor(expected, dtype=torch.float64), says=says, look_at=look_at)


def _lengths(student, names, numbers):
    lengths = [
        float(student.conv_output_size(size, kernel_size, **dict(zip(names, options, strict=True))))
        for size, kernel_size, *options in numbers.tolist()
    ]
    return torch.tensor(lengths, dtype=torch.float64)


@worth(2)
def test_stride_1(student):
    """Counts the places of a kernel that slides in steps of 1."""
    cases: list[Case] = [(size, kernel_size, {}) for size in range(2, 12) for kernel_size in range(1, size)]

    _expect_torch_lengths(
        student,
        cases,
        says="the count is off at stride 1 without padding",
        look_at="draw a row of 5 pixels and slide a kernel of 3 along it: how many places are there?",
    )


@worth(2)
def test_stride_and_padding(student):
    """Agrees with torch for every stride and padding."""
    cases: list[Case] = [
        (size, kernel_size, {"stride": stride, "padding": padding})
        for size, kernel_size, stride, padding in product(
            range(3, 14), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5), (0, 1, 2, 3, 4)
        )
        if kernel_size < size + 2 * padding
    ]

    _expect_torch_lengths(
        student,
        cases,
        says="the count is off with stride and padding",
        look_at="padding goes on both ends; a last step that does not fit is not taken",
    )


@worth(2)
def test_dilation(student):
    """Agrees with torch for every dilation."""
    cases: list[Case] = [
        (size, kernel_size, {"stride": stride, "padding": padding, "dilation": dilation})
        for size, kernel_size, stride, padding, dilation in product(
            range(7, 15), (1, 2, 3), (1, 2, 3), (0, 2), (1, 2, 3, 4)
        )
        if dilation * (kernel_size - 1) + 1 < size + 2 * padding
    ]

    _expect_torch_lengths(
        student,
        cases,
        says="the count is off with dilation",
        look_at="how many pixels lie between the first and the last weight, both included?",
    )


@worth(2)
@parametrize(
    "missing, options",
    [
        (1, {}),
        (3, {}),
        (1, {"stride": 2}),
        (2, {"stride": 5}),
        (1, {"padding": 2}),
        (1, {"padding": 1, "stride": 3}),
        (1, {"dilation": 2}),
        (1, {"padding": 1, "dilation": 3}),
    ],
)
def test_a_kernel_that_does_not_fit_raises(student, missing, options):
    """Raises ValueError when the kernel is larger than the padded input; one that just fits has one place."""
    kernel_size = int(integers(6, 9))
    reach = options.get("dilation", 1) * (kernel_size - 1) + 1
    size = reach - 2 * options.get("padding", 0)
    says = "a kernel exactly as large as the padded input has one place"
    look_at = "only a kernel that is larger than the padded input is an error"
    with expect_nothing_raised(says=says, look_at=look_at):
        _expect_torch_lengths(student, [(size, kernel_size, options)], says=says, look_at=look_at)

    with expect_raises(
        ValueError,
        says="a kernel that is larger than the padded input",
        look_at="compare the kernel, dilated, with the input, padded, before you divide",
    ):
        student.conv_output_size(size - missing, kernel_size, **options)


@worth(1)
@parametrize("options", [{"stride": 0}, {"stride": -1}, {"dilation": 0}, {"dilation": -1}, {"padding": -1}])
def test_options_out_of_range_raise(student, options):
    """Raises ValueError for a stride or dilation below 1 and for negative padding."""
    size, kernel_size = int(integers(9, 14)), int(integers(2, 4))
    _expect_torch_lengths(
        student,
        [(size, kernel_size, {})],
        says="the count is off already where no option is given",
        look_at="get the count right first",
    )

    [(name, value)] = options.items()
    with expect_raises(
        ValueError, says=f"{name}={value}", look_at="compare each argument with its range in the docstring"
    ):
        student.conv_output_size(size, kernel_size, **options)


@worth(1)
@parametrize("options", [{}, {"stride": 2}, {"padding": 1, "dilation": 2}])
def test_python_int(student, options):
    """Returns a Python int."""
    size, kernel_size = int(integers(20, 40)), int(integers(2, 6))

    actual = student.conv_output_size(size, kernel_size, **options)

    expect_true(
        type(actual) is int,
        says=f"the output is of type {type(actual).__name__}, not int",
        look_at="divide with //, and use neither tensors nor NumPy",
    )
    expect_equal(actual, _torch_length(size, kernel_size, **options), says="the count is off")
