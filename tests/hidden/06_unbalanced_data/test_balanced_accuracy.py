"""Hidden suite of `balanced_accuracy`."""
# convnet-canary-7f3a

import numpy as np
import torch

from autograder.testing import (
    expect_nothing_raised,
    expect_number,
    expect_parity,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    worth,
)

LOOK_AT = "the diagonal divided by the sums of the rows, and the mean of that over the classes"


def _matrix(num_classes: int) -> torch.Tensor:
    """Counts of classes of very different sizes, none of them 0."""
    sizes = torch.tensor([1, 40, 5])[torch.arange(num_classes) % 3]
    return sizes[:, None] * integers(1, 9, num_classes, num_classes) + torch.diag(
        integers(3, 90, num_classes)
    )


def _expected(matrix: torch.Tensor) -> float:
    rows = [(row[k], sum(row)) for k, row in enumerate(matrix.tolist())]
    recalls = [hits / total for hits, total in rows if total]
    return sum(recalls) / len(recalls)


def _number(actual: object) -> object:
    """The number in a tensor or NumPy number: whether it is a Python float is one test's question."""
    if type(actual) is torch.Tensor and actual.numel() == 1:
        return actual.real.double().reshape(()).item()
    return actual.item() if isinstance(actual, np.generic) else actual


def _expect_value(actual: object, matrix: torch.Tensor, *, says: str = "", look_at: str = LOOK_AT) -> None:
    says = says or "the balanced accuracy is off for an ordinary matrix already"
    expect_number(_number(actual), _expected(matrix), tolerance=1e-5, says=says, look_at=look_at)


@worth(4)
@parametrize("num_classes", [2, 3, 5, 10])
def test_mean_recall(student, num_classes):
    """Gives the mean recall of the classes, whatever their sizes."""
    matrix = _matrix(num_classes)

    _expect_value(student.balanced_accuracy(matrix), matrix, says="the balanced accuracy is off")


@worth(3)
@parametrize("dtype", [torch.int64, torch.float32])
@parametrize("absent", [(0,), (4,), (1, 3), (0, 1, 2, 4), (3, 4)])
def test_absent_classes(student, absent, dtype):
    """Leaves out a class without samples, also one that was read now and then."""
    ordinary = _matrix(3)
    _expect_value(student.balanced_accuracy(ordinary), ordinary)
    matrix = _matrix(5)
    matrix[list(absent)] = 0

    look_at = "the mean is over the classes whose row holds a sample, whatever their column holds"
    with expect_nothing_raised(says="a class may be without samples", look_at=look_at):
        actual = student.balanced_accuracy(matrix.to(dtype))
    says = "the balanced accuracy is off where a class has no samples"
    _expect_value(actual, matrix, says=says, look_at=look_at)


@worth(1)
@parametrize("missed, unread", [([0], []), ([2, 3], []), ([0, 1, 2, 3], []), ([1], [1]), ([0, 3], [0, 3])])
def test_missed_classes(student, missed, unread):
    """A class that occurs and is never read rightly counts with recall 0, also if nothing is read as it."""
    ordinary = _matrix(3)
    _expect_value(student.balanced_accuracy(ordinary), ordinary)
    matrix = _matrix(4)
    matrix[missed, missed] = 0
    matrix[:, unread] = 0

    says = "the balanced accuracy is off where a class that occurs is never read rightly"
    look_at = "its recall is 0, and it counts in the mean as the others do"
    _expect_value(student.balanced_accuracy(matrix), matrix, says=says, look_at=look_at)


@worth(1)
def test_classes_of_one_sample(student):
    """Counts a class with a single sample as any other."""
    ordinary = _matrix(3)
    _expect_value(student.balanced_accuracy(ordinary), ordinary)
    matrix = _matrix(4)
    matrix[1], matrix[3] = torch.eye(4, dtype=torch.int64)[[1, 0]]  # one read rightly, and one not

    says = "the balanced accuracy is off where a class has a single sample"
    look_at = "a class occurs if its row holds a sample, be it one"
    _expect_value(student.balanced_accuracy(matrix), matrix, says=says, look_at=look_at)


@worth(1)
@parametrize("num_classes", [1, 2, 6])
def test_everything_right(student, num_classes):
    """Is 1 where every sample was read rightly, for a single class too."""
    matrix = torch.diag(integers(1, 50, num_classes))

    says = "the balanced accuracy is not 1, although every sample was read rightly"
    _expect_value(student.balanced_accuracy(matrix), matrix, says=says)


@worth(1)
@parametrize("dtype", [torch.int64, torch.int32, torch.float32, torch.float64])
def test_python_float(student, dtype):
    """Returns a Python float, for counts of any dtype."""
    matrix = _matrix(4).to(dtype)
    actual = student.balanced_accuracy(matrix)
    _expect_value(actual, matrix)

    kind = type(actual).__name__
    look_at = "float(…) or .item() makes one of a tensor with one entry"
    expect_true(type(actual) is float, says=f"the output is of type {kind}, not float", look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.int64, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Works on slices and transposed matrices, and leaves its input as it was."""
    ordinary = _matrix(4)
    _expect_value(student.balanced_accuracy(ordinary), ordinary)
    gaps = _matrix(4).to(dtype)
    gaps[2] = 0

    expect_unchanged_arguments(student, "balanced_accuracy", gaps)
    for matrix in (integers(1, 40, 8, 12).to(dtype)[::2, ::3], _matrix(4).to(dtype).T):
        says = "a slice or a transpose of a larger matrix gives another value than its copy"
        copy = expect_number(_number(student.balanced_accuracy(matrix.contiguous())), says=says)
        same = expect_number(_number(student.balanced_accuracy(matrix)), says=says)
        expect_true(abs(copy - same) < 1e-5, says=says, look_at="view needs the memory in order")
        expect_unchanged_arguments(student, "balanced_accuracy", matrix)


@worth(1)
@parametrize("dtype", [torch.int64, torch.float32])
def test_device_parity(student, dtype):
    """Gives the same for a matrix on an accelerator."""
    matrix = _matrix(4).to(dtype)
    _expect_value(student.balanced_accuracy(matrix), matrix)

    expect_parity(student, "balanced_accuracy", matrix, tolerance=1e-5)
