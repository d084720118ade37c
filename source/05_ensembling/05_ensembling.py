# %% [markdown]
# # Ensembling: a team of models
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `team_accuracy` | ●○○ | 10 | 8 |
# | 2 | `average_probabilities` | ●○○ | 10 | 8 |
# | 3 | `majority_vote` | ●○○ | 10 | 10 |
# | 4 | `disagreement` | ●○○ | 10 | 8 |
# | 5 | `bootstrap_indices` | ●○○ | 5 | 8 |
# | 6 | `out_of_bag` | ●○○ | 10 | 8 |
# | 7 | `train_team` | ●●● | 25 | 14 |
# | 8 | `cyclic_cosine` | ●○○ | 10 | 8 |
# | 9 | `grow_forest` | ●●○ | 15 | 10 |
# | 10 | `forest_predict` | ●●○ | 10 | 6 |
# | | six predictions | | 5 | 6 × 2 |
# | | one written answer | | 10 | 6, read by a person |

# %%
import functools
import math
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DIGITS, raw_handwriting, sample
from convlab.models import conv_reader
from convlab.plots import DescribedFigure, show_bars, show_curves, show_images
from convlab.training import accuracy, train

# %% [markdown]
# Helpers.


# %%
def seeded(seed: int) -> torch.Generator:
    """A new generator on the CPU."""
    return torch.Generator().manual_seed(seed)


# %% choice="large-crowd" points=2
large_crowd = None  # "a", "b" or "c"
### BEGIN SOLUTION
large_crowd = "c"
### END SOLUTION


# %% exercise="team_accuracy"
def team_accuracy(p: float, size: int) -> float:
    """Chance that the majority of a team is right, when its members err independently of each other.

    Args:
        p: Chance that a member is right, 0 to 1; all members are equally good.
        size: Number of members, odd, so that there is always a majority.

    Returns:
        The chance that more than half of the members are right, from 0 to 1.

    Raises:
        ValueError: size is even.

    Source: Condorcet, Essai sur l'application de l'analyse à la probabilité des décisions (1785).
    """
    ### BEGIN SOLUTION
    if size % 2 == 0 or size < 1 or not 0 <= p <= 1:
        raise ValueError(f"size must be odd and p lie in 0 to 1, got size {size} and p {p}")
    majority = range(size // 2 + 1, size + 1)
    return float(sum(math.comb(size, right) * p**right * (1 - p) ** (size - right) for right in majority))
    ### END SOLUTION


# %% check="team_accuracy" points=8
with public_checks("team_accuracy") as check:
    check.close(
        "a team of one is as good as its member",
        lambda: team_accuracy(0.7, 1),
        0.7,
        hint="one member is its own majority",
    )
    check.close(
        "three members, each right three times out of four",
        lambda: team_accuracy(0.75, 3),
        27 / 32,
        hint="all three right, 27 in 64; or just two, and there are three ways to choose them: 3 · 9 in 64",
    )
    check.close(
        "five coins are right half of the time",
        lambda: team_accuracy(0.5, 5),
        0.5,
        hint="the sum begins with the smallest majority, 3 of 5, and includes all 5",
    )
    check.raises(
        "four members may be divided two against two",
        ValueError,
        lambda: team_accuracy(0.75, 4),
        hint="look at size % 2",
    )

# %% choice="loud-member" points=2
loud_member = None  # "a", "b" or "c"
### BEGIN SOLUTION
loud_member = "b"
### END SOLUTION


# %% exercise="average_probabilities"
def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    """The team's probabilities: the mean over its members' probabilities.

    Args:
        logits: Of M members on N images with K classes, shape (M, N, K).

    Returns:
        Shape (N, K), each row adding up to 1; the logits' dtype and device.
    """
    ### BEGIN SOLUTION
    if logits.ndim != 3 or len(logits) == 0:
        raise ValueError(f"logits must have the shape (M, N, K) with M >= 1, got {tuple(logits.shape)}")
    if not logits.is_floating_point():
        logits = logits.to(torch.get_default_dtype())
    return logits.softmax(dim=2).mean(dim=0)
    ### END SOLUTION


# %% check="average_probabilities" points=8
with public_checks("average_probabilities") as check:
    check.close(
        "(1/4, 3/4) and (1/2, 1/2) average to (3/8, 5/8)",
        lambda: average_probabilities(torch.tensor([[[0.0, math.log(3)]], [[0.0, 0.0]]])),
        torch.tensor([[0.375, 0.625]]),
        hint="softmax for each member first, then the mean over the members",
    )
    check.close(
        "one member is very sure, with a logit of 2000",
        lambda: average_probabilities(torch.tensor([[[2000.0, 0.0]], [[0.0, 0.0]]])),
        torch.tensor([[0.75, 0.25]]),
        hint="exp(2000) is infinite; torch's softmax subtracts the largest logit first",
    )
    check.shape(
        "four members, five images, three classes",
        lambda: average_probabilities(torch.zeros(4, 5, 3)),
        (5, 3),
        hint="the members are axis 0, the classes axis 2",
    )

# %% [markdown]
# ## Majority


# %% exercise="majority_vote"
def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    """The class that most members vote for; of equally many votes, the smallest class.

    Args:
        predictions: Classes that M members read on N images, shape (M, N), int64.
        num_classes: Number of classes, K.

    Returns:
        Shape (N,), int64, on the predictions' device.
    """
    ### BEGIN SOLUTION
    if predictions.ndim != 2 or len(predictions) == 0:
        raise ValueError(
            f"predictions must have the shape (M, N) with M >= 1, got {tuple(predictions.shape)}"
        )
    votes = F.one_hot(predictions, num_classes).sum(dim=0)  # (N, K)
    return votes.argmax(dim=1)  # the first of several largest
    ### END SOLUTION


# %% check="majority_vote" points=10
ballots = torch.tensor([[2, 0, 3, 1], [2, 3, 1, 1], [0, 3, 3, 2]])
with public_checks("majority_vote") as check:
    check.equal(
        "three members on four images: two of them always agree",
        lambda: majority_vote(ballots, 4),
        torch.tensor([2, 3, 3, 1]),
        hint="count over the members, axis 0; each image is a column",
    )
    check.equal(
        "2, 1, 0, 2, 1: two votes each for 1 and 2, and 1 is smaller",
        lambda: majority_vote(torch.tensor([[2], [1], [0], [2], [1]]), 3),
        torch.tensor([1]),
        hint="the first of several largest counts",
    )
    check.equal(
        "a single member decides alone",
        lambda: majority_vote(ballots[:1], 6),
        ballots[0],
        hint="the shape is (N,), even for one member",
    )

# %% choice="seven-copies" points=2
seven_copies = None  # "a", "b" or "c"
### BEGIN SOLUTION
seven_copies = "b"
### END SOLUTION


# %% exercise="disagreement"
def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    """For each pair of members, the share of images on which they read different classes.

    Args:
        predictions: Classes that M members read on N images, shape (M, N), int64.

    Returns:
        Shape (M, M), floating, in [0, 1]; entry (i, j) is for members i and j. On the predictions' device.
    """
    ### BEGIN SOLUTION
    if predictions.ndim != 2 or predictions.shape[1] == 0:
        raise ValueError(
            f"predictions must have the shape (M, N) with N >= 1, got {tuple(predictions.shape)}"
        )
    differ = predictions[:, None] != predictions[None, :]  # (M, M, N)
    return differ.to(torch.get_default_dtype()).mean(dim=2)
    ### END SOLUTION


# %% check="disagreement" points=8
with public_checks("disagreement") as check:
    check.close(
        "members 0 and 1 differ on one of four images, 0 and 2 on three, 1 and 2 on two",
        lambda: disagreement(torch.tensor([[5, 1, 1, 0], [5, 1, 1, 2], [5, 1, 2, 3]])[[0, 1, 2]]),
        torch.tensor([[0.0, 0.25, 0.5], [0.25, 0.0, 0.5], [0.5, 0.5, 0.0]]),
        hint="compare entry by entry, and take the mean over the images",
    )
    check.close(
        "classes that are far apart differ no more than neighbours do",
        lambda: disagreement(torch.tensor([[0, 0], [9, 0]])),
        torch.tensor([[0.0, 0.5], [0.5, 0.0]]),
        hint="count differences; how large they are means nothing",
    )
    check.shape(
        "five members on one image",
        lambda: disagreement(torch.arange(5)[:, None]),
        (5, 5),
        hint="one entry for each pair of members",
    )

# %% choice="bag-share" points=2
bag_share = None  # "a", "b" or "c"
### BEGIN SOLUTION
bag_share = "b"
### END SOLUTION


# %% exercise="bootstrap_indices"
def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    """Draw n of n examples with replacement: some come several times, some not at all.

    Args:
        n: Number of examples, >= 1.
        generator: Draws all of them.

    Returns:
        Indices from 0 to n - 1, shape (n,), int64.
    """
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")
    return torch.randint(n, (n,), generator=generator, device=generator.device)
    ### END SOLUTION


# %% check="bootstrap_indices" points=8
with public_checks("bootstrap_indices") as check:
    check.equal(
        "one example can only be drawn again",
        lambda: bootstrap_indices(1, generator=seeded(0)),
        torch.tensor([0]),
        hint="indices begin at 0 and stop before n",
    )
    check.close(
        "of 5000 examples about 63 % are drawn",
        lambda: len(bootstrap_indices(5000, generator=seeded(1)).unique()) / 5000,
        1 - 1 / math.e,
        atol=0.03,
        hint="each draw may give any example again",
    )
    check.true(
        "every index from 0 to 3 comes up, and no other",
        lambda: (
            {int(i) for seed in range(40) for i in bootstrap_indices(4, generator=seeded(seed))}
            == set(range(4))
        ),
        hint="torch.randint(high, …) stops before high",
    )
    check.true(
        "the same seed gives the same indices, another seed others",
        lambda: (
            bootstrap_indices(50, generator=seeded(3)).equal(bootstrap_indices(50, generator=seeded(3)))
            and not bootstrap_indices(50, generator=seeded(3)).equal(
                bootstrap_indices(50, generator=seeded(4))
            )
        ),
        hint="draw from the generator, and from nothing else",
    )


# %% exercise="out_of_bag"
def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    """The examples that a bootstrap sample has left out.

    Args:
        n: Number of examples.
        indices: Those that were drawn, in any order and some several times, shape (k,), int64.

    Returns:
        The indices from 0 to n - 1 that were not drawn, ascending, shape (m,), int64, on the device of
        `indices`.
    """
    ### BEGIN SOLUTION
    if indices.ndim != 1 or (len(indices) and not 0 <= int(indices.min()) <= int(indices.max()) < n):
        raise ValueError(f"indices must have the shape (k,) and lie in 0 to {n - 1}")
    left_out = torch.ones(n, dtype=torch.bool, device=indices.device)
    left_out[indices] = False
    return left_out.nonzero().squeeze(1)
    ### END SOLUTION


# %% check="out_of_bag" points=8
with public_checks("out_of_bag") as check:
    check.equal(
        "of seven, 5, 0, 5, 2 and 0 were drawn",
        lambda: out_of_bag(7, torch.tensor([5, 0, 5, 2, 0])),
        torch.tensor([1, 3, 4, 6]),
        hint="mark what was drawn; the rest, in order",
    )
    check.equal(
        "all were drawn: nothing is left",
        lambda: out_of_bag(3, torch.tensor([2, 0, 1])),
        torch.zeros(0, dtype=torch.int64),
        hint="an empty tensor of shape (0,), still int64",
    )
    check.equal(
        "one is left, and it is still a list of one",
        lambda: out_of_bag(3, torch.tensor([0, 1, 1])),
        torch.tensor([2]),
        hint="squeeze() without an axis takes away too much",
    )

# %% choice="bagged-member" points=2
bagged_member = None  # "a", "b" or "c"
### BEGIN SOLUTION
bagged_member = "c"
### END SOLUTION


# %% exercise="train_team"
def train_team(
    build: Callable[[], nn.Module],
    images: torch.Tensor,
    labels: torch.Tensor,
    size: int,
    *,
    epochs: int,
    lr: float,
    generator: torch.Generator,
) -> list[nn.Module]:
    """Train members that differ in how they start and in which examples they see.

    Each member starts from weights of its own and learns from a bootstrap sample of its own. The generator
    alone decides both. torch's global random state is afterwards as it was.

    Args:
        build: Makes an untrained model, from images to (N, K) logits. It takes no arguments and may draw
            its weights from torch's global random state.
        images: Shape (N, C, H, W).
        labels: Shape (N,), int64.
        size: Number of members, >= 1.
        epochs: Passes of each member over its sample, >= 1.
        lr: Learning rate; `convlab.training.train` will do, and any other optimiser.
        generator: Its seed fixes the team.

    Returns:
        The members, trained, in eval mode.
    """
    ### BEGIN SOLUTION
    if size < 1 or len(images) != len(labels):
        raise ValueError(
            "size must be at least 1 and there must be a label for each image, "
            f"got size {size}, {len(images)} images and {len(labels)} labels"
        )
    team = []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        seed = int(torch.randint(2**31, (), generator=generator, device=generator.device))
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            member = build().to(images.device)
            train(member, images[bag], labels[bag], epochs=epochs, lr=lr, seed=seed)
        team.append(member.eval())
    return team
    ### END SOLUTION


# %% check="train_team" points=14
two_digits, which_digit = sample(60, "07", level="easy", seed=20)


def linear_reader() -> nn.Module:
    """784 weights for each of two classes, drawn from the global random state."""
    return nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 2))


def blank_reader() -> nn.Module:
    """The same, with all weights 0: members can differ only in what they have seen."""
    reader = linear_reader()
    for parameter in reader.parameters():
        nn.init.zeros_(parameter)
    return reader


def small_team(
    build: Callable[[], nn.Module] = linear_reader, *, seed: int = 0, lr: float = 0.01
) -> list[nn.Module]:
    """Three members, two epochs."""
    return train_team(build, two_digits, which_digit, 3, epochs=2, lr=lr, generator=seeded(seed))


def all_weights(team: list[nn.Module]) -> torch.Tensor:
    """The weights of each member in a row, (M, number of weights)."""
    return torch.stack([nn.utils.parameters_to_vector(member.parameters()).detach() for member in team])


def apart(team: list[nn.Module]) -> bool:
    """Whether any two members differ clearly in some weight."""
    weights = all_weights(team)
    return all((weights[i] - weights[j]).abs().max() > 1e-3 for i in range(len(team)) for j in range(i))


def leaves_the_dice_alone() -> bool:
    """Whether the global random state is the same before and after a team is trained."""
    before = torch.get_rng_state()
    small_team()
    return torch.get_rng_state().equal(before)


with public_checks("train_team") as check:
    check.equal(
        "three members, in eval mode",
        lambda: [member.training for member in small_team()],
        [False] * 3,
        hint="a list of as many models as `size` says; .eval() each",
    )
    check.true(
        "each has learned to tell 0 from 7",
        lambda: all(accuracy(member, two_digits, which_digit) > 0.8 for member in small_team()),
        hint="labels go with their images: use the same indices for both",
    )
    check.true(
        "they start from different weights",
        lambda: apart(small_team(lr=1e-7)),
        hint="call build() once for each member, under a seed drawn from the generator",
    )
    check.true(
        "and see different examples, so that even equal starts end differently",
        lambda: apart(small_team(blank_reader)),
        hint="draw bootstrap_indices for each member",
    )
    check.true(
        "the same seed gives the same team, another seed another one",
        lambda: (
            all_weights(small_team()).allclose(all_weights(small_team()), atol=1e-5)
            and not all_weights(small_team()).allclose(all_weights(small_team(seed=1)), atol=1e-3)
        ),
        hint="build() draws from the global state: seed that from the generator",
    )
    check.true(
        "the global random state is put back",
        leaves_the_dice_alone,
        hint="with torch.random.fork_rng(): whatever happens inside is forgotten",
    )


# %% exercise="cyclic_cosine"
def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    """Learning rate that falls along half a cosine, and starts again from the top with each cycle.

    Args:
        step: Number of steps made so far, >= 0.
        steps_per_cycle: Steps from one start to the next, >= 1.
        lr_max: Rate at the start of each cycle.
        lr_min: What it falls towards; it would be reached where the next cycle starts.

    Returns:
        lr_min + (lr_max - lr_min) * (1 + cos(pi * t / steps_per_cycle)) / 2, where t is the number of
        steps made in this cycle.

    Source: Loshchilov & Hutter, SGDR: stochastic gradient descent with warm restarts (2017).
    """
    ### BEGIN SOLUTION
    if step < 0 or steps_per_cycle < 1:
        raise ValueError(
            f"step must be at least 0 and steps_per_cycle at least 1, got {step} and {steps_per_cycle}"
        )
    share = (step % steps_per_cycle) / steps_per_cycle
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * share)) / 2
    ### END SOLUTION


# %% check="cyclic_cosine" points=8
with public_checks("cyclic_cosine") as check:
    check.close(
        "the first step has the highest rate",
        lambda: cyclic_cosine(0, 12, 0.3),
        0.3,
        hint="cos(0) is 1",
    )
    check.close(
        "a third of the way, three quarters of the rate",
        lambda: cyclic_cosine(4, 12, 0.3),
        0.225,
        hint="cos(π / 3) is 1/2; math.cos wants radians",
    )
    check.close(
        "step 12 of a cycle of 12 is the first of the next",
        lambda: cyclic_cosine(12, 12, 0.3),
        0.3,
        hint="what remains of step divided by steps_per_cycle",
    )
    check.close(
        "half way, the middle between the highest and the lowest",
        lambda: cyclic_cosine(30, 20, 0.5, lr_min=0.1),
        0.3,
        hint="the cosine spans lr_max − lr_min, on top of lr_min",
    )

# %% choice="blinkered-trees" points=2
blinkered_trees = None  # "a", "b" or "c"
### BEGIN SOLUTION
blinkered_trees = "c"
### END SOLUTION


# %% exercise="grow_forest"
def grow_forest(
    features: np.ndarray, labels: np.ndarray, size: int, *, max_features: int, seed: int
) -> list[DecisionTreeClassifier]:
    """Grow trees that differ in the rows they learn from and in the features they choose between.

    Each tree learns from a bootstrap sample of its own, and at each split may choose from `max_features`
    features only, drawn anew.

    Args:
        features: Shape (N, D), floating.
        labels: Shape (N,), integer.
        size: Number of trees, >= 1.
        max_features: Features to choose from at each split, as scikit-learn's tree takes it.
        seed: The same seed grows the same forest.

    Returns:
        The fitted trees.

    Source: Breiman, Random forests (2001).
    """
    ### BEGIN SOLUTION
    if size < 1 or len(features) != len(labels):
        raise ValueError(
            "size must be at least 1 and there must be a label for each row, "
            f"got size {size}, {len(features)} rows and {len(labels)} labels"
        )
    rng = np.random.default_rng(seed)
    trees = []
    for _ in range(size):
        bag = rng.integers(len(features), size=len(features))
        tree = DecisionTreeClassifier(max_features=max_features, random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features[bag], labels[bag]))
    return trees
    ### END SOLUTION


# %% check="grow_forest" points=10
numbers = np.random.default_rng(5)
noise, any_label = (
    numbers.normal(size=(300, 6)),
    numbers.integers(40, size=300),
)  # nothing to learn but by heart


def noise_forest(*, seed: int = 0) -> list[DecisionTreeClassifier]:
    """Four trees that learn labels by heart which have nothing to do with the features."""
    return grow_forest(noise, any_label, 4, max_features=2, seed=seed)


def as_read(trees: list[DecisionTreeClassifier]) -> np.ndarray:
    """What each tree reads, (M, N)."""
    return np.stack([tree.predict(noise) for tree in trees])


with public_checks("grow_forest") as check:
    check.equal(
        "four trees that may choose from two features",
        lambda: [tree.max_features for tree in noise_forest()],
        [2] * 4,
        hint="DecisionTreeClassifier(max_features=…), fitted, in a list",
    )
    check.true(
        "each knows by heart what it has drawn, some 63 % of the rows, and only that",
        lambda: bool((abs((as_read(noise_forest()) == any_label).mean(axis=1) - 0.64) < 0.1).all()),
        hint="n rows with replacement, and the labels that belong to them",
    )
    check.true(
        "any two trees differ",
        lambda: all(
            any(one != other)
            for i, one in enumerate(as_read(noise_forest()))
            for other in as_read(noise_forest())[:i]
        ),
        hint="each tree has its own sample and its own random_state",
    )
    check.true(
        "the same seed grows the same forest, another seed another one",
        lambda: (
            bool((as_read(noise_forest()) == as_read(noise_forest())).all())
            and bool((as_read(noise_forest()) != as_read(noise_forest(seed=1))).any())
        ),
        hint="draw everything from one np.random.default_rng(seed)",
    )


# %% exercise="forest_predict"
def forest_predict(trees: list[DecisionTreeClassifier], features: np.ndarray, num_classes: int) -> np.ndarray:
    """What the forest reads, by majority vote or by the mean of the trees' probabilities.

    Args:
        trees: Fitted. A tree knows only the classes of its own sample, which may lack some.
        features: Shape (N, D), floating.
        num_classes: Number of classes, K.

    Returns:
        Shape (N,), integer.
    """
    ### BEGIN SOLUTION
    if len(trees) == 0:
        raise ValueError("trees must be one tree at least, got none")
    read = np.stack([tree.predict(features) for tree in trees])  # (M, N)
    votes = (read[:, :, None] == np.arange(num_classes)).sum(axis=0)  # (N, K)
    return votes.argmax(axis=1)
    ### END SOLUTION


# %% check="forest_predict" points=6
left_and_right = np.array([[-1.0], [1.0]])


def stump(*, below: int, above: int) -> DecisionTreeClassifier:
    """A tree that reads one class below 0 and another above."""
    return DecisionTreeClassifier(random_state=0).fit(left_and_right, [below, above])


stumps = [stump(below=4, above=1), stump(below=2, above=1), stump(below=4, above=3)]
with public_checks("forest_predict") as check:
    check.equal(
        "three trees that know two classes each, of five",
        lambda: forest_predict(stumps, np.array([[-2.0], [2.0], [-3.0]]), 5).tolist(),
        [4, 1, 4],
        hint="column 0 of predict_proba is the tree's classes_[0], whichever class that is",
    )
    check.true(
        "an array of whole numbers",
        lambda: np.issubdtype(forest_predict(stumps, np.array([[-2.0]]), 5).dtype, np.integer),
        hint="classes, not probabilities",
    )

# %% [markdown] written="who-joins" points=6
# ### BEGIN SOLUTION
# **Model answer.**
# ### END SOLUTION
