"""Hidden suite of `grow_forest`."""
# convnet-canary-7f3a

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

from autograder.testing import (
    expect_close,
    expect_equal,
    expect_nothing_raised,
    expect_tensor,
    expect_true,
    gate,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

LOOK_AT_BAG = "for each tree, rng.integers(N, size=N) are its rows, and their labels go with them"


class Tree(NamedTuple):
    """A tree in plain arrays: which nodes follow, what they ask, what the training rows there were."""

    left: torch.Tensor
    right: torch.Tensor
    feature: torch.Tensor
    threshold: torch.Tensor
    value: torch.Tensor
    classes: torch.Tensor


def _seed() -> int:
    """A small one: students may multiply it, and NumPy's seeds end at 2**32."""
    return int(integers(0, 1000))


def _forest(
    student: Any,
    features: torch.Tensor,
    labels: torch.Tensor,
    size: int,
    max_features: int,
    seed: int,
    at: int = 0,
) -> list[Tree]:
    """The trees as plain tensors, each checked."""
    answer = student.run(_trees, features, labels, size, max_features, seed, at)
    many = type(answer) is list and len(answer) == size
    says = f"the forest has not {size} trees, although size={size}"
    expect_true(many, says=says, look_at="one for each of size")
    return [_tree(entry, features.shape[1]) for entry in answer]


def _tree(entry: object, num_features: int) -> Tree:
    says = "what is returned are not all fitted trees"
    look_at = "return fitted DecisionTreeClassifiers"
    expect_true(type(entry) is tuple and len(entry) == len(Tree._fields), says=says, look_at=look_at)
    tree = Tree(*(expect_tensor(part, look_at=look_at) for part in entry))  # type: ignore[misc, attr-defined]
    nodes = len(tree.left) if tree.left.dim() == 1 else 0
    expect_true(nodes > 0, says=says, look_at=look_at)
    for part in (tree.right, tree.feature, tree.threshold):
        expect_tensor(part, shape=(nodes,), look_at=look_at)
    expect_tensor(tree.value, shape=(nodes, len(tree.classes)), look_at=look_at)
    # Children come after their parents, so that a way down ends.
    inner = tree.left >= 0
    after = (tree.left > torch.arange(nodes)) & (tree.right > torch.arange(nodes))
    sane = bool((after | ~inner).all()) and bool((torch.maximum(tree.left, tree.right) < nodes).all())
    expect_true(sane, says=says, look_at=look_at)
    says = "the trees were not fitted to all features"
    expect_true(bool((tree.feature < num_features).all()), says=says, look_at=look_at)
    return tree


def _read(tree: Tree, features: torch.Tensor) -> torch.Tensor:
    """What a tree reads, found out on our side."""
    rows, at = features.float(), torch.zeros(len(features), dtype=torch.int64)
    while bool((tree.left[at] >= 0).any()):
        asked = rows[torch.arange(len(rows)), tree.feature[at].clamp(min=0)]
        down = torch.where(asked <= tree.threshold[at], tree.left[at], tree.right[at])
        at = torch.where(tree.left[at] >= 0, down, at)
    return tree.classes[tree.value[at].argmax(1)]


def _bags(trees: Sequence[Tree], count: int) -> torch.Tensor:
    """How large a part of each tree's sample each row was, times N; every row has a label of its own."""
    bags = torch.zeros(len(trees), count, dtype=torch.float64)
    for bag, tree in zip(bags, trees, strict=True):
        root = tree.value[0].double()
        known = bool(((tree.classes >= 0) & (tree.classes < count)).all()) and bool(root.sum() > 0)
        expect_true(known, says="a tree knows classes that are none of the labels", look_at=LOOK_AT_BAG)
        bag[tree.classes.long()] = count * root / root.sum()
    return bags


def _rows_of_their_own(count: int, num_features: int = 5) -> tuple[torch.Tensor, torch.Tensor]:
    """Each row has a label of its own, so that a tree tells which rows it was shown."""
    return normal(count, num_features), torch.arange(count)


def _one_good_feature(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Six features, of which the third alone says everything: a tree that may ask for it does so first."""
    features, labels = normal(count, 6), torch.arange(count) % 2
    features[:, 2] = 3 * (2 * labels - 1) + random(count)
    return features, labels


def _roots(student: Any, size: int, max_features: int) -> list[int]:
    """The feature that each tree asks for first; a tree of one leaf asks for none, which is -2."""
    roots = student.run(_first_features, *_one_good_feature(50), size, max_features, _seed())
    many = type(roots) is list and len(roots) == size and all(type(root) is int for root in roots)
    says = f"the forest has not {size} trees, although size={size}"
    expect_true(many, says=says, look_at="one for each of size")
    return roots  # type: ignore[no-any-return]  # a list of ints, checked above


def _groups(centres: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Points about the classes' centres, so widely spread that they overlap."""
    labels = integers(0, len(centres), count)
    return centres[labels] + normal(count, centres.shape[1]), labels


@gate
@worth(0)
def test_gives_trees(student):
    """Returns fitted trees of scikit-learn."""
    features, labels = _rows_of_their_own(20)
    answer = student.run(_kinds, features, labels, _seed())

    whole = type(answer) is tuple and len(answer) == 3
    expect_true(whole, says="grow_forest gave no proper answer")
    says = "what is returned are not all DecisionTreeClassifiers that were fitted"
    look_at = "DecisionTreeClassifier(…).fit(…), one for each of size"
    expect_true(answer[1], says=says, look_at=look_at)


@worth(1)
@parametrize("size", [1, 2, 9])
def test_list_of_trees(student, size):
    """Returns a list of as many trees as size says."""
    features, labels = _rows_of_their_own(20)

    _forest(student, features, labels, size, 2, _seed())
    is_list, _, whole_rows = student.run(_kinds, features, labels, _seed())
    expect_equal(is_list, True, says="the trees do not come in a list", look_at="return a Python list")
    look_at = "fit each tree to all columns: max_features makes it choose among few of them"
    expect_true(whole_rows, says="the trees cannot read rows with all features", look_at=look_at)


@worth(3)
def test_bagged_rows(student):
    """Grows each tree on a bootstrap sample of the rows."""
    count = 120
    features, labels = _rows_of_their_own(count)
    bags = _bags(_forest(student, features, labels, 60, 2, _seed()), count)

    distinct = (bags > 0).double().mean().item()
    # One bag holds 63.4 % with a standard deviation of 2.9 %; the mean of sixty hardly varies.
    says = "the trees see nearly all rows: they are not grown on bootstrap samples"
    expect_true(distinct < 0.68, says=says, look_at=LOOK_AT_BAG)
    says = "the trees see far fewer different rows than a bootstrap sample of N rows holds"
    expect_true(distinct > 0.585, says=says, look_at=LOOK_AT_BAG)
    says = "a row that is drawn twice is not to count as one that is drawn once"
    repeats = all(bool(bag.max() > 1.9 * bag[bag > 0].min()) for bag in bags)
    expect_true(repeats, says=says, look_at=LOOK_AT_BAG)
    says = "some rows are never drawn, or hardly ever, and others in every tree"
    often = (bags > 0).sum(0)
    expect_true(bool(often.min() > 0) and bool(often.max() < 60), says=says, look_at=LOOK_AT_BAG)


@worth(1)
def test_own_bag(student):
    """Draws a sample of its own for each tree."""
    count = 60
    features, labels = _rows_of_their_own(count)
    bags = _bags(_forest(student, features, labels, 8, 2, _seed()), count)

    same = any(torch.equal(one > 0, other > 0) for one, other in combinations(bags, 2))
    look_at = "draw inside the loop over the trees, from one generator that moves on"
    expect_true(not same, says="two trees are grown on the same rows", look_at=look_at)


@worth(2)
@parametrize("max_features", [1, 2])
def test_features_are_drawn(student, max_features):
    """Lets each tree choose from max_features features only, drawn anew at each split."""
    roots = _roots(student, 120, max_features)

    look_at = "hand max_features to each tree, and let no two trees have the same random_state"
    others = [root for root in roots if root != 2]
    # By chance 5/6, or 2/3, of the trees may not ask for the best feature first.
    says = "every tree asks for the best of all features first, although it may choose from a few only"
    expect_true(len(others) > 20, says=says, look_at=look_at)
    says = "the trees all choose from the same features"
    expect_true(len(set(roots)) >= 4, says=says, look_at=look_at)
    for tree in _forest(student, *_rows_of_their_own(120, 8), 12, max_features, _seed()):
        asked = tree.feature[tree.left >= 0]
        # Right trees ask some seventy times, and all eight features come up.
        says = "a tree asks for the same few features from the root to the leaves"
        look_at = "max_features of DecisionTreeClassifier draws anew at each split: show it all columns"
        expect_true(len(asked) < 20 or len(asked.unique()) > max_features, says=says, look_at=look_at)


@worth(1)
@parametrize("max_features", [4, 6])
def test_max_features_is_the_number(student, max_features):
    """Lets each tree choose from as many features as max_features says, and not from fewer."""
    roots = _roots(student, 400, max_features)

    share = sum(root == 2 for root in roots) / 400
    # Chances of 2/3 and 1, against 1/3 for a square root of six, and 1/6 for a single feature.
    least = {4: 0.5, 6: 0.95}[max_features]
    says = "the trees ask for the best feature less often than max_features allows"
    look_at = "max_features is a number: hand it on as it is"
    expect_true(share > least, says=says, look_at=look_at, staff=f"share {share:.3f}")
    if max_features == 4:
        says = "the trees ask for the best feature more often than max_features allows"
        expect_true(share < 0.85, says=says, look_at=look_at, staff=f"share {share:.3f}")


@worth(2)
def test_seed(student):
    """The same seed grows the same forest, another seed another one."""
    count, seed = 60, _seed()
    features, labels = _rows_of_their_own(count)
    forests = [
        _forest(student, features, labels, 5, 2, own, elsewhere)
        for own, elsewhere in ((seed, 1), (seed, 2), (seed + 1, 1))
    ]

    bags = [_bags(trees, count) for trees in forests]
    look_at = "rows and random_state both come from np.random.default_rng(seed)"
    says = "the same seed gives other samples of rows"
    expect_true(torch.equal(bags[0], bags[1]), says=says, look_at=look_at)
    says = "the same seed grows other trees from the same rows"
    alike = all(
        torch.equal(one.feature, other.feature) and torch.equal(one.threshold, other.threshold)
        for one, other in zip(forests[0], forests[1], strict=True)
    )
    expect_true(alike, says=says, look_at=look_at)
    says = "another seed gives the same samples of rows"
    expect_true(not torch.equal(bags[0], bags[2]), says=says, look_at=look_at)


@worth(3)
def test_beats_a_single_tree(student):
    """Grows forests whose votes on new rows beat a single tree, and come close to scikit-learn's forest."""
    gains, gaps = [], []
    for _ in range(3):
        centres = normal(20, 10)  # so many classes that a tree must be deep to know them
        features, labels = _groups(centres, 400)
        held_out, truth = _groups(centres, 1500)
        trees = _forest(student, features, labels, 40, 3, _seed())
        votes = torch.stack([_read(tree, held_out) for tree in trees])
        counts = torch.stack([(votes == k).sum(0) for k in range(len(centres))], dim=1)
        forest = (counts.argmax(1) == truth).double().mean().item()
        arrays = features.numpy(), labels.numpy()
        single = DecisionTreeClassifier(random_state=0).fit(*arrays)
        theirs = RandomForestClassifier(40, max_features=3, random_state=0).fit(*arrays)
        accuracies = [model.score(held_out.numpy(), truth.numpy()) for model in (single, theirs)]
        gains.append(forest - accuracies[0])
        gaps.append(accuracies[1] - forest)

    gain, gap = float(np.mean(gains)), float(np.mean(gaps))
    look_at = "fit every tree to rows and labels that belong together, and let it grow to the end"
    says = "on new rows, the forest is no better than a single tree"
    expect_true(gain > 0.05, says=says, look_at=look_at, staff=f"gains {gains}")
    says = "on new rows, the forest is clearly worse than scikit-learn's with as many trees"
    expect_true(gap < 0.05, says=says, look_at=look_at, staff=f"gaps {gaps}")


@worth(1)
@parametrize("labels_are", [[1, 4], [3, 7, 8], [5]])
def test_any_labels(student, labels_are):
    """Takes labels that are not 0, 1, 2 …: trees read what they were shown."""
    features, labels = normal(40, 4), torch.tensor(labels_are)[integers(0, len(labels_are), 40)]

    look_at = "hand the labels to the trees as they are"
    with expect_nothing_raised(says="labels need not begin at 0", look_at=look_at):
        trees = _forest(student, features, labels, 6, 2, _seed())
    strange = any(not set(tree.classes.tolist()) <= set(labels_are) for tree in trees)
    expect_true(not strange, says="a tree reads classes that are none of the labels", look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Works on slices in both floating dtypes, and leaves features and labels as they were."""
    features, labels = _rows_of_their_own(60)
    wide = normal(60, 10, dtype=dtype)
    wide[:, ::2] = features.to(dtype)
    answer = student.run(_arguments_after, wide, labels, _seed())

    whole = type(answer) is tuple and len(answer) == 4
    expect_true(whole, says="grow_forest gave no proper answer")
    look_at = "indexing with the rows of a sample gives a copy: leave what you were given as it is"
    says = "the features have changed"
    expect_close(answer[0], wide, says=says, look_at=look_at, rtol=0, atol=0)
    expect_close(answer[1], labels, says="the labels have changed", look_at=look_at)
    sliced, copied = (expect_tensor(hits, shape=(4,)).real.double().mean().item() for hits in answer[2:])
    says = "trees that were grown on a slice of a larger array know their own rows worse than on a copy"
    expect_true(sliced > 0.5 * copied, says=says, look_at="a slice is an array like any other")


# ------------------------------------------------------------------ run beside the student's code


def _trees(student, features, labels, size, max_features, seed, elsewhere):
    """The global state is seeded, too: who draws from it fails the test of the seed, and no other."""
    np.random.seed((seed + elsewhere) % 2**31)
    trees = student.grow_forest(features.numpy(), labels.numpy(), size, max_features=max_features, seed=seed)
    plain = []
    for tree in trees:
        nodes = tree.tree_
        parts = (
            nodes.children_left.astype(np.int64),
            nodes.children_right.astype(np.int64),
            nodes.feature.astype(np.int64),
            nodes.threshold.astype(np.float64),
            nodes.value[:, 0, :].astype(np.float64),
            np.asarray(tree.classes_).astype(np.float64),
        )
        plain.append(tuple(torch.from_numpy(part.copy()) for part in parts))
    return plain


def _first_features(student, features, labels, size, max_features, seed):
    forest = student.grow_forest(features.numpy(), labels.numpy(), size, max_features=max_features, seed=seed)
    return [int(tree.tree_.feature[0]) for tree in forest]


def _kinds(student, features, labels, seed):
    from sklearn.tree import DecisionTreeClassifier

    forest = student.grow_forest(features.numpy(), labels.numpy(), 3, max_features=2, seed=seed)
    trees = list(forest)
    fitted = all(isinstance(tree, DecisionTreeClassifier) and hasattr(tree, "tree_") for tree in trees)
    whole_rows = fitted and all(tree.n_features_in_ == features.shape[1] for tree in trees)
    return isinstance(forest, list), bool(trees) and fitted, whole_rows


def _arguments_after(student, wide, labels, seed):
    """What became of the arguments, and the shares of rows read as their own label: in a slice, in a copy."""
    features, truth = wide.numpy(), labels.numpy()
    part = features[:, ::2].copy()

    def hits(rows):
        trees = student.grow_forest(rows, truth, 4, max_features=2, seed=seed)
        return torch.tensor([float((tree.predict(part) == truth).mean()) for tree in trees])

    sliced = hits(features[:, ::2])
    return torch.from_numpy(features), torch.from_numpy(truth), sliced, hits(part.copy())
