"""Hidden suite of `unsafe_classes`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_equal,
    expect_nothing_raised,
    expect_parity,
    expect_true,
    expect_unchanged_arguments,
    parametrize,
    random,
    worth,
)

LOOK_AT = "a class is unsafe where before - after > tolerance"


def _case(
    classes: int, tolerance: float, *, share: float = 0.4, dtype: torch.dtype = torch.float32
) -> tuple[torch.Tensor, torch.Tensor, list[int]]:
    """Agreements before and after, and the classes that lose clearly more than the tolerance."""
    unsafe = random(classes) < share
    before = tolerance + 0.05 + (0.95 - tolerance) * random(classes)
    little = (tolerance - 0.02) * (2 * random(classes) - 1)  # others lose less, or gain
    much = tolerance + 0.02 + (before - tolerance - 0.02) * random(classes)
    after = before - torch.where(unsafe, much, little)
    return before.to(dtype), after.to(dtype), unsafe.nonzero().flatten().tolist()


def _single(entry: object) -> object:
    """What a tensor or a list with one number holds; anything else as it is."""
    if isinstance(entry, torch.Tensor) and entry.numel() == 1:
        return entry.item()
    return entry[0] if isinstance(entry, list) and len(entry) == 1 else entry


def _classes(actual: object) -> object:
    """The classes as a list, from whatever holds them: of which type it is, is for another test to say."""
    if isinstance(actual, torch.Tensor):
        actual = actual.flatten().tolist() if actual.numel() < 100 else actual
    if isinstance(actual, tuple | list):
        actual = [_single(entry) for entry in actual]
    if isinstance(actual, tuple | list) and all(type(entry) in (int, float) for entry in actual):
        return [int(entry) if entry == entry and abs(entry) < 1e6 else -1 for entry in actual]
    if type(actual) is int:
        return [actual]
    return actual


@worth(3)
@parametrize("classes, tolerance", [(12, 0.1), (30, 0.3), (26, 0.05), (4, 0.5), (1, 0.1)])
def test_classes(student, classes, tolerance):
    """Names the classes that lose more than the tolerance, in ascending order."""
    for share in (0.4, 0.0, 1.0):
        before, after, expected = _case(classes, tolerance, share=share)
        expect_true(
            _classes(student.unsafe_classes(before, after, tolerance=tolerance)) == expected,
            says="other classes are named than those that lose more than the tolerance",
            look_at=LOOK_AT,
        )


@worth(1)
def test_default_tolerance(student):
    """Lets a loss of up to a tenth pass by default."""
    before = torch.tensor([0.9, 0.9, 0.9, 0.9])
    after = before - torch.tensor([0.085, 0.115, 0.3, 0.0])

    expect_true(
        _classes(student.unsafe_classes(before, after)) == [1, 2],
        says="other classes are named than those that lose more than a tenth",
        look_at="tolerance=0.1 in the signature, and a difference, not a ratio",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("tolerance", [0.25, 0.5, 0.0])
def test_exactly_the_tolerance(student, tolerance, dtype):
    """A loss of exactly the tolerance is still safe."""
    before = torch.tensor([1.0, 0.75, 1.0, 0.5], dtype=dtype)  # differences that are exact
    after = before - torch.tensor([tolerance, tolerance, tolerance + 0.0625, tolerance], dtype=dtype)

    expect_true(
        _classes(student.unsafe_classes(before, after, tolerance=tolerance)) == [2],
        says="a class that loses exactly the tolerance is named, or one that loses more is not",
        look_at="more than the tolerance: >, not >=",
    )


@worth(1)
def test_gains(student):
    """A class that is read better after the transform is not unsafe."""
    before, after = torch.tensor([0.2, 0.9, 0.5, 0.1]), torch.tensor([0.8, 0.4, 1.0, 0.15])

    expect_true(
        _classes(student.unsafe_classes(before, after, tolerance=0.2)) == [1],
        says="a class that gains counts as unsafe, or one that loses does not",
        look_at="before - after, without its absolute value",
    )


@worth(2)
@parametrize("where", ["before", "after", "both"])
def test_nan(student, where):
    """A class without images (NaN) is not unsafe, and does not hide the others."""
    before, after, _ = _case(9, 0.2)
    before[[0, 4, 8]], after[[0, 4, 8]] = 0.9, 0.1
    before[[1, 7]], after[[1, 7]] = 0.9, 0.2
    gaps = [0, 4, 8]
    for name, values in (("before", before), ("after", after)):
        if where in (name, "both"):
            values[gaps] = float("nan")
    expected = [k for k in range(9) if k not in gaps and float(before[k] - after[k]) > 0.2]

    with expect_nothing_raised(says="agreements may be NaN", look_at="NaN > 0.1 is false"):
        actual = student.unsafe_classes(before, after, tolerance=0.2)
    expect_true(
        _classes(actual) == expected,
        says="with NaN among the agreements, other classes are named than those that lose too much",
        look_at="a comparison with NaN is false: before - after > tolerance, and not its negation",
    )
    expect_unchanged_arguments(student, "unsafe_classes", before, after, tolerance=0.2)


@worth(1)
@parametrize("share, classes", [(0.4, 14), (1.0, 1), (0.0, 5)])
def test_list_of_ints(student, share, classes):
    """Returns a list of Python ints, also for one class and for none."""
    before, after, expected = _case(classes, 0.1, share=share)

    actual = student.unsafe_classes(before, after)
    kind = type(actual).__name__ if type(actual) in (set, frozenset, tuple, dict) else ""
    says = f"the output is a {kind}, but a list was expected"
    expect_true(not kind, says=says, look_at="a list, in ascending order: sorted(…) makes one")
    expect_true(_classes(actual) == expected, says="other classes are named already", look_at=LOOK_AT)
    expect_equal(
        actual,
        expected,
        says="the classes are right, but they are no Python ints in a list",
        look_at=".tolist() of a tensor with one axis: squeeze makes a single class a number",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Works in every floating dtype and on slices, and leaves its input as it was."""
    before, after, expected = _case(10, 0.2, share=0.5, dtype=dtype)
    before[3], after[3] = 0.9, 0.2
    expected = sorted({*expected, 3})
    both = torch.stack([before, after], 1)

    expect_true(
        _classes(student.unsafe_classes(both[:, 0], both[:, 1], tolerance=0.2)) == expected,
        says=f"other classes are named when the agreements are slices of {dtype}",
        look_at=LOOK_AT,
    )
    expect_unchanged_arguments(student, "unsafe_classes", both[:, 0], both[:, 1], tolerance=0.2)


@worth(1)
def test_device_parity(student):
    """Gives the same for agreements on an accelerator."""
    before, after, expected = _case(10, 0.2, share=0.5)
    before[3], after[3] = 0.9, 0.2
    expected = sorted({*expected, 3})
    named = _classes(student.unsafe_classes(before, after, tolerance=0.2))
    expect_true(named == expected, says="other classes are named on the CPU already", look_at=LOOK_AT)

    expect_parity(student, "unsafe_classes", before, after, tolerance=0.2)
