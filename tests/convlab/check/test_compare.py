"""Comparing what came with what was expected."""

import numpy as np
import pytest
import torch

from convlab.check import _compare

NAN = float("nan")
INFINITY = float("inf")


@pytest.mark.parametrize(
    "actual, expected",
    [
        (1.0, 1.0),
        (1, 1.0),
        (np.float32(0.5), 0.5),
        (0.3333333, 1 / 3),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0 + 1e-6])),
        (torch.tensor([INFINITY]), torch.tensor([INFINITY])),
        (np.array([1.0, 2.0]), np.array([1.0, 2.0])),
        ([1.0, 2.0], [1.0, 2.0]),
        ((torch.ones(2), 3.0), (torch.ones(2), 3.0)),
        (torch.ones(2, requires_grad=True), torch.ones(2)),
        (torch.nn.Parameter(torch.ones(2)), torch.ones(2)),
        (torch.zeros(0, 3), torch.zeros(0, 3)),
        (torch.tensor([1, 2]), torch.tensor([1, 2])),
        (torch.tensor([1 + 2j]), torch.tensor([1 + 2j])),
    ],
)
def test_close_accepts(actual, expected):
    """Values within the tolerance of their dtype are close."""
    assert _compare.close(actual, expected) is None


@pytest.mark.parametrize(
    "actual, expected, happened",
    [
        (None, torch.ones(2), "the result is None"),
        (1.0, torch.tensor(1.0), "the result is a float, 1.0"),
        (torch.tensor(1.0), 1.0, "the result is a torch tensor of shape ()"),
        (True, 1.0, "the result is a bool, True"),
        (np.ones(2), torch.ones(2), "the result is a NumPy array of shape (2,)"),
        ([1.0, 1.0], torch.ones(2), "the result is a list, [1.0, 1.0]"),
        (torch.tensor(1.0), torch.ones(2, 2), "the shape is ()"),
        (torch.ones(1, 2), torch.ones(2, 2), "the shape is (1, 2)"),
        (torch.ones(2).double(), torch.ones(2), "the dtype is torch.float64"),
        (torch.tensor([1.0, NAN]), torch.ones(2), "1 of 2 entries (50 %) are NaN or infinite, the first is"),
        (NAN, 1.0, "the result is nan"),
        (NAN, NAN, "the result is nan"),
        (INFINITY, 1.0, "the result is inf"),
        (torch.tensor([-INFINITY]), torch.tensor([INFINITY]), "1 of 1 entries (100 %) are wrong"),
        (torch.tensor([1.0]), torch.tensor([INFINITY]), "1 of 1 entries (100 %) are wrong"),
        ([1.0], [1.0, 2.0], "1 items came, [1.0]"),
        ((1.0, 2.0), [1.0, 2.0], "the result is a tuple, (1.0, 2.0)"),
        ([1.0, 5.0], [1.0, 2.0], "at item 1, the result is 5"),
    ],
)  # fmt: skip
def test_close_says_what_happened(actual, expected, happened):
    """Type comes first, then shape, dtype, finiteness and values; nothing broadcasts, NaN never passes."""
    mismatch = _compare.close(actual, expected)

    assert mismatch is not None
    assert mismatch.happened.startswith(happened)


def test_close_counts_the_wrong_entries():
    """The first wrong entry, the share of wrong ones and the largest difference are told."""
    mismatch = _compare.close(torch.tensor([1.0, 2.0, 3.5, 9.0]), torch.tensor([1.0, 2.0, 3.0, 4.0]))

    assert mismatch is not None
    assert mismatch.happened == (
        "2 of 4 entries (50 %) are wrong, the first is 3.5 at [2]; the largest difference is 5"
    )


def test_nan_never_passes_even_where_it_is_expected():
    """A NaN in the result fails, whatever was expected there."""
    nan = torch.tensor([NAN, 1.0])

    assert _compare.close(nan, nan) is not None
    assert _compare.equal(nan, nan) is not None


def test_close_names_the_expected_entry_and_the_tolerance():
    """The first place of disagreement comes with the expected value and what is near enough."""
    mismatch = _compare.close(torch.tensor([0.0, 1.0]), torch.tensor([0.0, 2.0]), atol=0.5, rtol=0.0)

    assert mismatch is not None
    assert mismatch.expected == "2 at [1] (± 0.5)"


def test_tolerances_can_be_given():
    """`atol` and `rtol` replace the defaults."""
    assert _compare.close(1.4, 1.0, atol=0.5) is None
    assert _compare.close(torch.tensor([110.0]), torch.tensor([100.0]), rtol=0.2) is None
    assert _compare.close(1.0 + 1e-9, 1.0, atol=0.0, rtol=0.0) is not None


def test_close_on_words_is_a_mistake_in_the_notebook():
    """An expected value that is not numeric is refused, with what to use instead."""
    with pytest.raises(TypeError, match=r"use check\.equal"):
        _compare.close("a", "a")


def test_huge_integers_are_compared_exactly():
    """Differences far beyond the precision of a float are seen."""
    assert _compare.equal(torch.tensor([2**60 + 1]), torch.tensor([2**60])) is not None


@pytest.mark.parametrize(
    "actual, expected",
    [
        (5, 5),
        (np.int64(5), 5),
        ("max", "max"),
        (None, None),
        (True, True),
        (np.bool_(True), True),
        (torch.Size([2, 3]), (2, 3)),
        ([(1, 2), (3, 4)], [(1, 2), (3, 4)]),
        (torch.float32, torch.float32),
        (torch.device("cpu"), torch.device("cpu")),
        (torch.tensor([1, 2]), torch.tensor([1, 2])),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_equal_accepts(actual, expected):
    """Same kind and same value is equal."""
    assert _compare.equal(actual, expected) is None


@pytest.mark.parametrize(
    "actual, expected",
    [
        (5.0, 5),
        (1, True),
        (True, 1),
        ("5", 5),
        (torch.tensor(5), 5),
        ([1, 2], (1, 2)),
        ((1,), (1, 2)),
        (torch.float64, torch.float32),
        (torch.tensor([1, 2]), torch.tensor([1, 3])),
        (torch.tensor([1.0]), torch.tensor([1])),
        (torch.tensor([True]), torch.tensor([1])),
    ],
)
def test_equal_refuses(actual, expected):
    """Another kind, another length, another dtype or another value is not equal."""
    assert _compare.equal(actual, expected) is not None


def test_shape_takes_tensors_arrays_and_shapes():
    """Whatever has a shape can be asked for it; anything else says what it is."""
    assert _compare.shape(torch.ones(2, 3), (2, 3)) is None
    assert _compare.shape(np.ones((2, 3)), (2, 3)) is None
    assert _compare.shape(torch.ones(2, 3).shape, (2, 3)) is None

    wrong, missing = _compare.shape(torch.ones(3, 2), (2, 3)), _compare.shape(None, (2, 3))

    assert wrong == _compare.Mismatch("the shape is (3, 2)", "(2, 3)")
    assert missing == _compare.Mismatch("the result is None", "a tensor of shape (2, 3)")


@pytest.mark.parametrize("condition", [True, np.bool_(True), torch.tensor(True)])
def test_true_accepts_one_true_bool(condition):
    """Python's, NumPy's and torch's true are true."""
    assert _compare.true(condition) is None


@pytest.mark.parametrize(
    "condition", [False, torch.tensor(False), torch.tensor([True, True]), NAN, 1, "yes", None, [True]]
)
def test_true_refuses_everything_else(condition):
    """Truthy is not true: NaN, a whole tensor or a number never passes."""
    assert _compare.true(condition) is not None


@pytest.mark.parametrize(
    "shape, has_images", [((3, 4), True), ((2, 1, 3, 4), True), ((2, 3, 4), False), ((1, 4), False)]
)
def test_images_are_kept_for_a_picture(shape, has_images):
    """Two-dimensional images and batches of images can be drawn, other tensors not."""
    mismatch = _compare.close(torch.zeros(shape), torch.ones(shape))

    assert mismatch is not None
    assert (mismatch.images is not None) == has_images
