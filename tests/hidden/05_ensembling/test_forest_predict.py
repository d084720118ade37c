"""Hidden suite of `forest_predict`."""
# convnet-canary-7f3a

from typing import Any

import numpy as np
import torch
from sklearn.tree import DecisionTreeClassifier

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_true,
    integers,
    normal,
    parametrize,
    shared,
    worth,
)

LOOK_AT = "count the trees' votes for each class, or add up the probabilities of each class"


class Case:
    """Trees that overlap, and rows to read. The trees are grown here and beside the student's code alike.

    Args:
        known: The classes that each tree gets to know.
        rows: How many rows are to be read.
        depth: Of the trees; None lets them grow to the end.
    """

    def __init__(self, known: list[list[int]], rows: int, *, depth: int | None = None) -> None:
        centres = 0.8 * normal(max(max(classes) for classes in known) + 1, 4)
        self.bags = []
        for classes in known:
            # Each class is there: the first labels are the classes themselves.
            labels = torch.tensor(classes)[
                torch.cat([torch.arange(len(classes)), integers(0, len(classes), 60)])
            ]
            self.bags.append((centres[labels] + normal(len(labels), 4), labels))
        self.rows = 1.2 * normal(rows, 4)
        self.depth = depth


@shared
def _scores(
    bags: list[tuple[torch.Tensor, torch.Tensor]], depth: int | None, rows: torch.Tensor, num_classes: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Votes, and sums of probabilities: (N, K) each."""
    votes = torch.zeros(len(rows), num_classes, dtype=torch.float64)
    chances = votes.clone()
    for number, (features, labels) in enumerate(bags):
        tree = DecisionTreeClassifier(max_depth=depth, random_state=number)
        tree.fit(features.numpy(), labels.numpy())
        read = torch.from_numpy(tree.predict(rows.numpy()))
        votes[torch.arange(len(read)), read] += 1
        chances[:, torch.from_numpy(tree.classes_)] += torch.from_numpy(tree.predict_proba(rows.numpy()))
    return votes, chances


def _ask(student: Any, case: Case, num_classes: int) -> object:
    bags = [list(bag) for bag in case.bags]
    return student.run(_predict, bags, case.depth, case.rows, num_classes)


def _classes(actual: object, count: int) -> torch.Tensor:
    """The classes as whole numbers, from an array or whatever else holds them."""
    says = "the output is no array of one class for each row"
    if isinstance(actual, list | tuple) and all(type(entry) in (int, float) for entry in actual):
        actual = np.array([float(entry) if abs(entry) < 1e6 else -1.0 for entry in actual])
    if isinstance(actual, torch.Tensor):
        actual = actual.real.double().numpy()
    numbers = isinstance(actual, np.ndarray) and actual.dtype.kind in "iuf" and actual.size == count
    expect_true(numbers, says=says, look_at="return an array of shape (N,)")
    values = actual.astype(np.float64).reshape(-1)  # type: ignore[attr-defined]
    return torch.from_numpy(values).nan_to_num(-1, -1, -1).clamp(-1, 1e6).round().long()


def _expect_classes(
    actual: object, case: Case, num_classes: int, *, says: str, look_at: str = LOOK_AT
) -> None:
    """The classes with most votes, or those with the highest mean probability; exact ties are left out."""
    found = _classes(actual, len(case.rows))
    right, clear = [], 0
    for scores in _scores(case.bags, case.depth, case.rows, num_classes):
        first, second = scores.topk(2, dim=1).values.unbind(1)
        free = first - second < 1e-6
        clear = max(clear, int((~free).sum()))
        right.append(bool(((found == scores.argmax(1)) | free).all()))
    assert clear > 0, "every row is a tie: the case tests nothing"
    expect_true(any(right), says=says, look_at=look_at)


@worth(4)
@parametrize("depth", [None, 3])
@parametrize("trees, num_classes", [(3, 3), (7, 4), (12, 5), (9, 2)])
def test_most_votes(student, trees, num_classes, depth):
    """Gives the class with most votes, or with the highest mean probability."""
    case = Case([list(range(num_classes))] * trees, 80, depth=depth)

    _expect_classes(
        _ask(student, case, num_classes),
        case,
        num_classes,
        says="the classes are neither those with most votes nor those with the highest mean probability",
    )


@worth(3)
@parametrize("depth", [None, 3])
@parametrize(
    "known",
    [[[0, 2], [1, 2], [0, 1, 2], [2], [1, 2], [2, 0]], [[1, 4], [4, 3], [0, 1, 4], [1, 3], [4, 1, 3]]],
)
def test_trees_that_lack_classes(student, known, depth):
    """Takes trees whose sample lacked some of the classes, each tree others."""
    case = Case(known, 60, depth=depth)

    look_at = "column j of predict_proba belongs to the tree's classes_[j], which need not be class j"
    with expect_nothing_raised(says="a tree may know fewer classes than there are", look_at=look_at):
        actual = _ask(student, case, 5)
    says = "the classes are off when the trees' samples lacked some classes"
    _expect_classes(actual, case, 5, says=says, look_at=look_at)


@worth(2)
@parametrize("classes, num_classes", [([1, 3], 4), ([2, 5, 6], 10), ([11, 14], 16), ([12], 13)])
def test_classes_that_nobody_knows(student, classes, num_classes):
    """Takes forests that never saw some of the classes."""
    case = Case([classes] * 5, 50)

    look_at = "num_classes places, and column j of predict_proba is class classes_[j], not class j"
    with expect_nothing_raised(says="a forest may know fewer classes than there are", look_at=look_at):
        actual = _ask(student, case, num_classes)
    says = "the classes are off when no tree has seen some of them"
    _expect_classes(actual, case, num_classes, says=says, look_at=look_at)


@worth(1)
@parametrize("trees, rows", [(1, 30), (5, 1), (1, 1)])
def test_one_tree_or_row(student, trees, rows):
    """Takes a single tree, and a single row."""
    case = Case([[0, 1, 2]] * trees, rows)
    while all(bool((s.topk(2).values.diff() == 0).all()) for s in _scores(case.bags, None, case.rows, 3)):
        case = Case([[0, 1, 2]] * trees, rows)

    look_at = "trees are axis 0, rows axis 1; squeeze() drops more axes than the trees'"
    with expect_nothing_raised(says="there may be one tree, or one row", look_at=look_at):
        actual = _ask(student, case, 3)
    says = "the classes are off for a single tree or row"
    _expect_classes(actual, case, 3, says=says, look_at=look_at)


@worth(1)
def test_many_trees(student):
    """Takes hundreds of trees."""
    case = Case([[0, 1, 2]] * 300, 60, depth=2)

    look_at = "a uint8 counts to 255 only"
    with expect_nothing_raised(says="there may be hundreds of trees", look_at=look_at):
        actual = _ask(student, case, 3)
    _expect_classes(actual, case, 3, says="the classes are off for hundreds of trees", look_at=look_at)


@worth(2)
@parametrize("rows", [25, 1])
def test_integer_array(student, rows):
    """Returns a NumPy array of whole numbers, of shape (N,)."""
    actual = _ask(student, Case([[0, 1, 2]] * 3, rows), 3)

    kind = type(actual).__name__
    look_at = "np.asarray of the classes; trees of whole labels give whole classes"
    expect_true(
        isinstance(actual, np.ndarray), says=f"the output is of type {kind}, not ndarray", look_at=look_at
    )
    says = (
        f"the shape of the output is not (N,), one class for each of {'one row' if rows == 1 else 'N rows'}"
    )
    expect_true(actual.shape == (rows,), says=says, look_at=look_at)  # type: ignore[attr-defined]
    says = "the classes are no whole numbers"
    expect_true(actual.dtype.kind in "iu", says=says, look_at="astype(int)")  # type: ignore[attr-defined]


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Works on slices in both floating dtypes, and leaves features and trees as they were."""
    case = Case([[0, 1, 2]] * 5, 40)
    wide = normal(40, 8).to(dtype)
    wide[:, ::2] = case.rows.to(dtype)
    case.rows = wide[:, ::2].contiguous()
    answer = student.run(_predict_slice, [list(bag) for bag in case.bags], wide, 3)

    whole = type(answer) is tuple and len(answer) == 3
    expect_true(whole, says="forest_predict gave no proper answer")
    found, after, kept = answer
    _expect_classes(found, case, 3, says="a slice of a larger array is misread")
    look_at = "leave what you were given as it is"
    expect_close(after, wide, says="the features have changed", look_at=look_at, rtol=0, atol=0)
    expect_true(kept is True, says="the list of trees has changed", look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _predict(student, bags, depth, rows, num_classes):
    from sklearn.tree import DecisionTreeClassifier

    trees = []
    for number, (features, labels) in enumerate(bags):
        tree = DecisionTreeClassifier(max_depth=depth, random_state=number)
        trees.append(tree.fit(features.numpy(), labels.numpy()))
    return student.forest_predict(trees, rows.numpy(), num_classes)


def _predict_slice(student, bags, wide, num_classes):
    from sklearn.tree import DecisionTreeClassifier

    trees = []
    for number, (features, labels) in enumerate(bags):
        trees.append(DecisionTreeClassifier(random_state=number).fit(features.numpy(), labels.numpy()))
    before, array = list(trees), wide.numpy()
    found = student.forest_predict(trees, array[:, ::2], num_classes)
    kept = len(trees) == len(before) and all(a is b for a, b in zip(trees, before, strict=True))
    return found, torch.from_numpy(array), kept
