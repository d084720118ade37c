"""Hidden suite of `majority_vote`."""
# convnet-canary-7f3a

from collections import Counter

import torch

from autograder.testing import (
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    worth,
)

LOOK_AT = "count, for each image, how many members vote for each class; the class with most votes wins"


def _votes(column: list[int]) -> list[tuple[int, int]]:
    """(votes, class), most votes first, of equally many the smallest class first."""
    return sorted(((count, k) for k, count in Counter(column).items()), key=lambda pair: (-pair[0], pair[1]))


def _tied(column: list[int]) -> bool:
    votes = _votes(column)
    return len(votes) > 1 and votes[0][0] == votes[1][0]


def _expected(predictions: torch.Tensor) -> torch.Tensor:
    return torch.tensor([_votes(column)[0][1] for column in predictions.T.tolist()])


def _predictions(members: int, images: int, num_classes: int, *, tied: bool) -> torch.Tensor:
    """Predictions that give a tie on every image, or on none."""
    columns: list[list[int]] = []
    while len(columns) < images:
        tried = integers(0, num_classes, 50, members).tolist()
        columns += [column for column in tried if _tied(column) == tied]
    return torch.tensor(columns[:images]).T.contiguous()


def _expect_classes(
    actual: object, predictions: torch.Tensor, *, says: str = "", look_at: str = LOOK_AT
) -> None:
    """Ask for the classes in any dtype, where a test is about something else: one mistake costs once."""
    expected = _expected(predictions)
    values = expect_tensor(actual, shape=expected.shape, look_at=look_at).real.double()
    says = says or "the classes are off for ordinary votes already"
    expect_true(torch.equal(values, expected.double()), says=says, look_at=look_at)


@worth(3)
@parametrize("members, num_classes", [(3, 4), (7, 5), (12, 3), (5, 10), (2, 2)])
def test_most_votes(student, members, num_classes):
    """Gives the class with more votes than any other, which need not be more than half of them."""
    predictions = _predictions(members, 40, num_classes, tied=False)

    _expect_classes(
        student.majority_vote(predictions, num_classes), predictions, says="the class with most votes is off"
    )


@worth(2)
@parametrize("members, num_classes", [(2, 5), (4, 3), (7, 6), (6, 4), (5, 10), (8, 30)])
def test_ties(student, members, num_classes):
    """Gives the smallest of several classes with equally many votes."""
    ordinary = _predictions(5, 20, 4, tied=False)
    _expect_classes(student.majority_vote(ordinary, 4), ordinary)
    predictions = _predictions(members, 40, num_classes, tied=True)

    _expect_classes(
        student.majority_vote(predictions, num_classes),
        predictions,
        says="a tie does not go to the smallest class among those with most votes",
        look_at="argmax over the counts gives the first of several largest, whichever member voted for it",
    )


@worth(1)
@parametrize("members, images", [(1, 6), (3, 1), (1, 1)])
def test_one_member_or_image(student, members, images):
    """Gives (N,), also for a single member and a single image."""
    predictions = _predictions(members, images, 5, tied=False)

    _expect_classes(
        student.majority_vote(predictions, 5),
        predictions,
        says="the classes are off for a single member or image",
        look_at="members are axis 0 and images axis 1; squeeze() drops more axes than the members'",
    )


@worth(1)
@parametrize("only", [[0, 8], [11], [4, 5, 11], [0]])
def test_classes_without_votes(student, only):
    """Takes classes for which nobody votes, at either end."""
    predictions = torch.tensor(only)[_predictions(7, 20, max(len(only), 1), tied=False)]

    look_at = "there are num_classes counts for each image; some of them may be 0"
    with expect_nothing_raised(says="a class may be without votes", look_at=look_at):
        actual = student.majority_vote(predictions, 12)
    says = "the classes are off when nobody votes for some"
    _expect_classes(actual, predictions, says=says, look_at=look_at)


@worth(1)
@parametrize("members, num_classes", [(600, 2), (301, 3), (3, 1000)])
def test_large_numbers(student, members, num_classes):
    """Counts hundreds of votes, and a thousand classes."""
    predictions = _predictions(members, 30, num_classes, tied=False)
    predictions[: 2 * members // 3, ::2] = num_classes - 1

    _expect_classes(
        student.majority_vote(predictions, num_classes),
        predictions,
        says="the classes are off for hundreds of members or classes",
        look_at="a uint8 counts to 255 only: count in int64",
    )


@worth(1)
def test_int64(student):
    """Returns classes as int64."""
    predictions = _predictions(5, 12, 4, tied=False)
    actual = student.majority_vote(predictions, 4)
    _expect_classes(actual, predictions)

    expect_tensor(actual, dtype=torch.int64, look_at="classes are whole numbers, as in predictions")


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed predictions, and leaves its input as it was."""
    plain = _predictions(5, 12, 4, tied=False)
    _expect_classes(student.majority_vote(plain, 4), plain)
    slices = torch.zeros(10, 36, dtype=torch.int64)[::2, ::3]
    slices.copy_(plain)

    for predictions in (slices, plain.T.contiguous().T):
        look_at = "view needs the memory in order: name the axes, or use reshape"
        with expect_nothing_raised(says="slices and transposed tensors are allowed", look_at=look_at):
            actual = student.majority_vote(predictions, 4)
        says = "slices or transposes of larger tensors are misread"
        _expect_classes(actual, predictions, says=says, look_at=look_at)
        expect_unchanged_arguments(student, "majority_vote", predictions, 4)


@worth(1)
@parametrize("members", [5, 1])
def test_device_parity(student, members):
    """Gives the same on an accelerator, and stays there."""
    predictions = _predictions(members, 12, 4, tied=False)
    _expect_classes(student.majority_vote(predictions, 4), predictions)

    expect_parity(student, "majority_vote", predictions, 4)
