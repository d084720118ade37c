"""The one comparison: what is equal, what is not, and what is said about it."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.compare import TOLERANCE, difference


def says(actual, expected, **settings):
    """What the student is told; None where both agree."""
    found = difference(actual, expected, **settings)
    return None if found is None else found.says


@pytest.mark.parametrize(
    "value",
    [
        torch.ones(2, 3), torch.tensor([1, 2]), torch.tensor([True]), torch.zeros(0, 3), torch.tensor(2.0),
        torch.tensor([1 + 2j]), np.ones((2, 3)), np.array([True]), np.arange(3, dtype=np.uint16),
        np.float64(2), 1, True, 1.5, "text",
        None, 2 + 1j, b"bytes", torch.float32, [1, (2.0, {"a": torch.ones(2)})], [], {},
    ],
    ids=str,
)  # fmt: skip
def test_equal_values_agree(value):
    """A value agrees with itself, of whatever plain type it is."""
    assert difference(value, value) is None


@pytest.mark.parametrize("expected", [torch.ones(4), torch.ones(1, 4), torch.ones(4, 1), torch.ones(1)])
def test_nothing_broadcasts(expected):
    """A scalar, or a shape that broadcasts, does not pass for the whole tensor."""
    assert says(torch.tensor(1.0), expected).startswith("the output is (), but (")


@pytest.mark.parametrize("dtype", list(TOLERANCE), ids=str)
@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_nan_never_passes(bad, dtype):
    """NaN or infinity where a number is due is said as such, at every dtype and any tolerance."""
    actual = torch.tensor([1.0, bad]).to(dtype)

    assert says(actual, torch.ones(2, dtype=dtype), rtol=1e9, atol=1e9) == "the output holds NaN or infinity"


def test_nan_never_passes_as_a_number():
    """The same for Python floats."""
    assert says(math.nan, 1.0, rtol=1e9, atol=1e9) == "the output is NaN or infinite"


def test_nan_and_infinity_pass_only_where_they_are_due():
    """An oracle may hold them; then each stands in its own place."""
    expected = torch.tensor([math.nan, math.inf, -math.inf, 1.0])

    assert difference(expected, expected) is None
    assert difference(math.nan, math.nan) is None
    for place in range(4):
        for wrong in (0.0, math.nan, math.inf, -math.inf):
            actual = expected.clone()
            actual[place] = wrong
            if not torch.equal(actual.nan_to_num(7), expected.nan_to_num(7)):
                assert difference(actual, expected) is not None, (place, wrong)


@pytest.mark.parametrize(
    ("actual", "expected", "said"),
    [
        (torch.ones(2, 3), torch.ones(3, 2), "the output is (2, 3), but (3, 2) was expected"),
        (torch.ones(2), torch.ones(2).half(), "the output is torch.float32, but torch.float16 was expected"),
        (torch.ones(2), torch.ones(2).long(), "the output is torch.float32, but torch.int64 was expected"),
        (np.ones(2), np.ones(2, np.float32), "the output has dtype float64, but float32 was expected"),
        (np.ones(2), torch.ones(2), "the output is a ndarray, but a tensor was expected"),
        (None, torch.ones(2), "the output is None, but a tensor was expected"),
        (1, True, "the output is an int, but a bool was expected"),
        (True, 1, "the output is a bool, but an int was expected"),
        (1.0, 1, "the output is a float, but an int was expected"),
        ([1], (1,), "the output is a list, but a tuple was expected"),
        ("1", 1, "the output is a str, but an int was expected"),
        ([1], [1, 2], "the output has 1 entries, but 2 were expected"),
        ({"a": 1}, {"b": 1}, "the output has other keys than expected"),
        ([1, (2, 3.0)], [1, (2, 3)], "entry 1 of entry 1 of the output is a float, but an int was expected"),
        ({"a": [None]}, {"a": [0]}, "entry 0 of entry 'a' of the output is None, but an int was expected"),
    ],
)  # fmt: skip
def test_differences_of_kind_are_worded(actual, expected, said):
    """Type, shape, dtype and length are named, with their place inside containers."""
    assert says(actual, expected) == said


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (torch.tensor([31337.5]), torch.tensor([27182.75])),
        (torch.tensor([31337]), torch.tensor([27182])),
        (torch.tensor([True]), torch.tensor([False])),
        (np.array([31337.5]), np.array([27182.75])),
        (31337.5, 27182.75),
        (31337, 27182),
        ("guess", "27182"),
        ([1, {"a": 31337}], [1, {"a": 27182}]),
        (torch.ones(3), torch.tensor([1.0, 27182.0, 1.0])),
    ],
)
def test_differences_of_value_are_for_staff(actual, expected):
    """Where only values differ the student is told nothing, and staff both values."""
    found = difference(actual, expected)

    assert found.says == ""
    assert "27182" in found.staff or "False" in str(expected)


@given(st.lists(st.integers() | st.floats() | st.text() | st.none(), max_size=4))
def test_what_is_said_never_holds_expected_values(actual):
    """Whatever comes, no expected number or string is in the words for the student."""
    found = difference(actual, [271828, 2.71828, "secret", "hidden"])

    assert found is not None
    assert not any(secret in found.says for secret in ("2718", "secret", "hidden"))


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCE.items(), ids=str)
def test_tolerance_follows_the_dtype(dtype, tolerance):
    """Values may be off by the tolerance of their dtype, and by no more."""
    expected = torch.ones(3, dtype=dtype)
    within, beyond = (1 + tolerance * factor for factor in (0.5, 4))

    assert difference(expected * within, expected) is None
    assert difference(expected * beyond, expected) is not None


def test_tolerance_can_be_given():
    """`rtol` and `atol` replace the table, also inside containers; integers stay exact."""
    assert difference([torch.tensor(1.1)], [torch.tensor(1.0)], rtol=0.2) is None
    assert difference([0.1], [0.0], rtol=0.0, atol=0.2) is None
    assert difference(torch.tensor(1 + 1e-7), torch.tensor(1.0), rtol=0.0, atol=0.0) is not None
    assert difference(torch.tensor([2]), torch.tensor([1]), rtol=9.0, atol=9.0) is not None


def test_large_integers_are_exact():
    """Neighbours beyond 2**53 differ, in tensors and in Python."""
    assert difference(torch.tensor([2**60 + 1]), torch.tensor([2**60])) is not None
    assert difference(2**60 + 1, 2**60) is not None


def test_huge_integers_are_no_fault_of_ours():
    """The largest integer that can arrive is compared and printed."""
    assert "got" in difference(2**4095, 1).staff


def test_gradients_do_not_matter():
    """An oracle that requires a gradient compares like any tensor."""
    assert difference(torch.ones(2), torch.ones(2, requires_grad=True) * 1) is None
