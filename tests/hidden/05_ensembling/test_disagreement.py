"""Hidden suite of `disagreement`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    worth,
)

LOOK_AT = "compare two rows place by place; the share of places that differ, whatever by how much"


def _expected(predictions: torch.Tensor) -> torch.Tensor:
    rows = predictions.tolist()
    shares = [[sum(a != b for a, b in zip(one, other, strict=True)) for other in rows] for one in rows]
    return torch.tensor(shares, dtype=torch.float64) / predictions.shape[1]


def _shares(
    actual: object, members: int, *, look_at: str = "one share for each pair of members"
) -> torch.Tensor:
    """The shares in float64, whichever dtype they have."""
    return expect_tensor(actual, shape=(members, members), look_at=look_at).real.double()


def _above_the_diagonal(values: torch.Tensor) -> torch.Tensor:
    return values[torch.triu(torch.ones_like(values), diagonal=1) > 0]


def _expect_roughly(actual: object, predictions: torch.Tensor, *, says: str = "") -> None:
    """The shares of two different members, each pair once: the rest is another test's question."""
    values, expected = _shares(actual, len(predictions)), _expected(predictions)
    expect_close(
        _above_the_diagonal(values),
        _above_the_diagonal(expected),
        says=says or "the shares are off for ordinary predictions already",
        look_at=LOOK_AT,
        rtol=1e-5,
        atol=1e-5,
    )


@worth(4)
@parametrize(
    "members, images, num_classes", [(4, 30, 3), (2, 17, 5), (6, 9, 2), (3, 100, 10), (5, 5, 4), (3, 3000, 2)]
)
def test_shares(student, members, images, num_classes):
    """Gives, for two members, the share of images on which they read different classes."""
    predictions = integers(0, num_classes, members, images)

    _expect_roughly(student.disagreement(predictions), predictions, says="the shares are off")


@worth(2)
@parametrize("members, images", [(5, 20), (3, 7)])
def test_whole_table(student, members, images):
    """Is symmetric, with zeros on the diagonal: nobody disagrees with itself."""
    predictions = integers(0, 4, members, images)
    actual = student.disagreement(predictions)
    _expect_roughly(actual, predictions)

    values = _shares(actual, members)
    zeros = bool((values.diagonal().abs() < 1e-6).all())
    says = "a member disagrees with itself: the diagonal is not 0"
    expect_true(zeros, says=says, look_at="count where two rows differ, not where they agree")
    symmetric = bool(((values - values.T).abs() < 1e-5).all())
    says = "the table is not symmetric: (i, j) is not (j, i)"
    expect_true(symmetric, says=says, look_at="fill in both halves of the table")


@worth(1)
@parametrize("members, images", [(1, 6), (3, 1), (1, 1)])
def test_one_member_or_image(student, members, images):
    """Keeps both axes of (M, M), also for a single member and a single image."""
    predictions = integers(0, 3, members, images)

    look_at = "the result is (M, M), for one member too: squeeze() drops every axis of length 1"
    values = _shares(student.disagreement(predictions), members, look_at=look_at)
    says = "the shares are off for a single member or image"
    expect_close(values, _expected(predictions), says=says, look_at=LOOK_AT, atol=1e-5)


@worth(1)
def test_extremes(student):
    """Is 0 for members who always agree, and 1 for those who never do."""
    row = integers(20, 25, 25)  # classes that neither ten places nor eight bits can hold
    predictions = torch.stack([row, row, row + 1, row + 40, row + 512])

    _expect_roughly(
        student.disagreement(predictions),
        predictions,
        says="members who always, or never, agree are not at 0 and 1, where there are many classes",
    )


@worth(1)
def test_dtype(student):
    """Returns floating numbers, of the default dtype."""
    predictions = integers(0, 4, 4, 15)
    actual = student.disagreement(predictions)
    _expect_roughly(actual, predictions)

    look_at = "a share of whole numbers is floating: the default dtype, as .float() and true division give it"
    expect_tensor(actual, dtype=torch.float32, look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed predictions, and leaves its input as it was."""
    plain = integers(0, 4, 5, 12)
    _expect_roughly(student.disagreement(plain), plain)

    for predictions in (integers(0, 4, 10, 37)[::2, 1::3], integers(0, 4, 12, 5).T):
        look_at = "view needs the memory in order: name the axes, or use reshape"
        with expect_nothing_raised(says="slices and transposed tensors are allowed", look_at=look_at):
            actual = student.disagreement(predictions)
        _expect_roughly(actual, predictions, says="slices or transposes of larger tensors are misread")
        expect_unchanged_arguments(student, "disagreement", predictions)


@worth(1)
@parametrize("members", [4, 1])
def test_device_parity(student, members):
    """Gives the same on an accelerator, and stays there."""
    predictions = integers(0, 4, members, 15)
    _expect_roughly(student.disagreement(predictions), predictions)

    expect_parity(student, "disagreement", predictions)
