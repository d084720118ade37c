"""Hidden suite of `precision_recall_f1`."""
# convnet-canary-7f3a

from typing import Any

import torch

from autograder.testing import (
    expect_close,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    worth,
)

# A guard such as `whole + 1e-8` is nobody's mistake.
TOLERANCE = {"rtol": 1e-4, "atol": 1e-6}


def _matrix(num_classes: int) -> torch.Tensor:
    """Counts with a few more on the diagonal, none of them 0."""
    matrix = integers(1, 30, num_classes, num_classes)
    return matrix + torch.diag(integers(5, 60, num_classes))


def _expected(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Class by class, with Python's numbers."""
    rows = matrix.double().tolist()
    hits = [row[k] for k, row in enumerate(rows)]
    read = [sum(column) for column in zip(*rows, strict=True)]
    real = [sum(row) for row in rows]

    def shares(parts: list[float], wholes: list[float]) -> torch.Tensor:
        values = [part / whole if whole else 0.0 for part, whole in zip(parts, wholes, strict=True)]
        return torch.tensor(values, dtype=torch.float64)

    both = [(one + other) / 2 for one, other in zip(read, real, strict=True)]
    return shares(hits, read), shares(hits, real), shares(hits, both)


def _three(actual: object, num_classes: int, *, finite: bool = True) -> list[torch.Tensor]:
    """Precision, recall and F1 in float64, whichever dtype they have: one mistake costs once."""
    look_at = "return precision, recall, f1"
    values = list(actual) if isinstance(actual, tuple | list) else []
    if type(actual) is torch.Tensor and actual.shape == (3, num_classes):
        values = list(actual)
    expect_true(len(values) == 3, says="the output does not consist of three tensors", look_at=look_at)
    shape, look_at = (num_classes,), "one number for each class"
    return [expect_tensor(v, shape=shape, finite=finite, look_at=look_at).real.double() for v in values]


def _expect_something_right(student: Any, matrix: torch.Tensor) -> object:
    """Ask for one of the three, at whatever place, where a test is about something else."""
    actual = student.precision_recall_f1(matrix)
    values, due = _three(actual, len(matrix), finite=False), _expected(matrix)
    some = any(torch.allclose(one, other, rtol=1e-3, atol=1e-3) for one in values for other in due)
    look_at = "get the values of an ordinary matrix right first"
    expect_true(some, says="neither precision nor recall nor F1 is right", look_at=look_at)
    return actual


@worth(3)
@parametrize("num_classes", [2, 3, 5, 10])
def test_precision_and_recall(student, num_classes):
    """Divides the diagonal by the sums of the columns, and by the sums of the rows."""
    matrix = _matrix(num_classes)
    precision, recall, _ = _three(student.precision_recall_f1(matrix), num_classes, finite=False)

    due_precision, due_recall, _ = _expected(matrix)
    swapped = torch.allclose(precision, due_recall, rtol=1e-4) and torch.allclose(
        recall, due_precision, rtol=1e-4
    )
    says = "precision and recall have changed places"
    look_at = "rows are the truth: a row sums up what is the class, a column what was read as the class"
    expect_true(not swapped, says=says, look_at=look_at)
    expect_close(precision, due_precision, says="the precision is off", look_at=look_at, **TOLERANCE)
    expect_close(recall, due_recall, says="the recall is off", look_at=look_at, **TOLERANCE)


@worth(3)
@parametrize("num_classes", [2, 3, 5, 10])
def test_f1(student, num_classes):
    """Gives the harmonic mean of precision and recall, class by class."""
    matrix = _matrix(num_classes)
    f1 = _three(student.precision_recall_f1(matrix), num_classes, finite=False)[2]

    expect_close(
        f1,
        _expected(matrix)[2],
        says="the F1 is off",
        look_at="2 · precision · recall / (precision + recall), for each class",
        **TOLERANCE,
    )


@worth(3)
@parametrize("dtype", [torch.int64, torch.float64])
@parametrize("empty", ["rows", "columns", "both", "diagonal", "all but one", "everything"])
def test_zero_divisions(student, empty, dtype):
    """Gives 0, and neither NaN nor infinity, where a share is not defined; the other classes keep theirs."""
    _expect_something_right(student, _matrix(5).to(dtype))
    matrix = _matrix(5).to(dtype)
    if empty in ("rows", "both"):
        matrix[1] = matrix[4] = 0
    if empty in ("columns", "both"):
        matrix[:, 1] = matrix[:, 4] = 0
    if empty == "diagonal":
        matrix[2, 2] = matrix[0, 0] = 0
    if empty == "all but one":
        matrix[:, 1:] = 0
    if empty == "everything":
        matrix[:] = 0

    look_at = "divide only where the sum is not 0, or replace it by 1 there: what it divides is 0 as well"
    values = _three(student.precision_recall_f1(matrix), 5, finite=False)
    says = "there is NaN or infinity where a class was never read, or does not occur"
    expect_true(all(bool(v.isfinite().all()) for v in values), says=says, look_at=look_at)
    # The values of both, at whatever places: which is which is another test's question.
    due = torch.stack(_expected(matrix))
    for k in range(5):
        one = torch.stack([v[k] for v in values])
        zeros = bool((one[due[:, k] == 0].abs() < 1e-6).all()) if bool((due[:, k] == 0).all()) else True
        says = "a class without a single hit has a precision, recall or F1 above 0"
        expect_true(zeros, says=says, look_at="what is not defined is 0 here")
        ordered = torch.allclose(one[:2].sort().values, due[:2, k].sort().values, rtol=1e-4, atol=1e-6)
        says = "precision or recall is off next to a class that was never read, or does not occur"
        expect_true(ordered, says=says, look_at=look_at)


@worth(1)
@parametrize("num_classes", [1, 2])
def test_small_matrices(student, num_classes):
    """Keeps the axis of (K,) for a single class, and takes matrices with hits only."""
    matrix = torch.diag(integers(1, 9, num_classes))

    for values in _three(student.precision_recall_f1(matrix), num_classes, finite=False):
        expect_close(
            values,
            torch.ones(num_classes, dtype=torch.float64),
            says="precision, recall and F1 are not 1, although every sample was read rightly",
            look_at="squeeze() drops the axis of a single class; F1 is 1 where precision and recall are",
            **TOLERANCE,
        )


@worth(1)
@parametrize("scale", [1, 10**6])
def test_counts_of_any_size(student, scale):
    """Depends on the shares of the counts only: a million times as many of each give the same."""
    matrix = _matrix(4)
    _expect_something_right(student, matrix)

    few, many = (
        torch.stack(_three(student.precision_recall_f1(counts), 4, finite=False))
        for counts in (matrix, scale * matrix)
    )
    expect_close(
        many,
        few,
        says="the values change when all counts are multiplied by the same number",
        look_at="no rounding, no smoothing, and no integers that overflow",
        rtol=1e-4,
        atol=1e-4,
    )


@worth(1)
@parametrize("dtype", [torch.int64, torch.int32, torch.float32, torch.float64])
def test_dtype(student, dtype):
    """Keeps a floating dtype and its digits; counts of an integer dtype give the default floating dtype."""
    matrix = (_matrix(20) + 600 * torch.eye(20, dtype=torch.int64)).to(dtype)
    actual = _expect_something_right(student, matrix)

    due = dtype if dtype.is_floating_point else torch.float32
    for values in list(actual):
        look_at = "convert integers only; create every tensor with the matrix's dtype"
        expect_tensor(values, dtype=due, finite=False, look_at=look_at)
    if dtype != torch.float64:
        return
    exact = _expected(matrix)
    for values in _three(actual, 20, finite=False):
        near = [shares for shares in exact if torch.allclose(values, shares, rtol=1e-3)]
        kept = any(torch.allclose(values, shares, rtol=3e-8, atol=0.0) for shares in near)
        expect_true(
            kept or not near,  # values that are off are for other tests
            says="digits were lost for torch.float64",
            look_at="neither convert to float32 nor add a number to what you divide by",
        )


@worth(1)
@parametrize("dtype", [torch.int64, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Works on slices and transposed matrices, and leaves its input as it was."""
    for matrix in (
        integers(1, 40, 8, 12).to(dtype)[::2, ::3],
        _matrix(4).to(dtype).T,
        _matrix(9).to(dtype)[4:, 4:],
    ):
        _expect_something_right(student, matrix.contiguous())
        values = _three(student.precision_recall_f1(matrix), len(matrix), finite=False)
        copies = _three(student.precision_recall_f1(matrix.contiguous()), len(matrix), finite=False)
        for one, other in zip(values, copies, strict=True):
            expect_close(
                one,
                other,
                says="a slice or a transpose of a larger matrix gives other values than its copy",
                look_at="view and as_strided need the memory in order",
            )
        expect_unchanged_arguments(student, "precision_recall_f1", matrix)


@worth(1)
def test_empty_rows_are_left_alone(student):
    """Leaves a floating matrix with rows and columns of zeros as it was."""
    matrix = _matrix(4).double()
    _expect_something_right(student, matrix)
    matrix[1], matrix[:, 2] = 0, 0

    expect_unchanged_arguments(student, "precision_recall_f1", matrix)


@worth(1)
@parametrize("dtype", [torch.int64, torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    matrix = _matrix(4).to(dtype)
    _expect_something_right(student, matrix)

    expect_parity(student, "precision_recall_f1", matrix)
