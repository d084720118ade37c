# %% [markdown]
# # Ensembling: a team of models
#
# One model makes mistakes. Train it again from another seed, and the new one makes *others*. Let several of
# them decide together and many mistakes disappear, without a new idea about layers and without one more
# labelled picture. In this notebook you put teams together in several ways, find out how much each of them
# gains, and learn what the gain depends on: members must be good, **and they must be wrong in different
# ways**.
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `team_accuracy` | ●○○ | 10 | 8 |
# | 2 | `average_probabilities` | ●○○ | 10 | 8 |
# | 3 | `majority_vote` | ●●○ | 10 | 10 |
# | 4 | `disagreement` | ●○○ | 10 | 8 |
# | 5 | `bootstrap_indices` | ●○○ | 5 | 8 |
# | 6 | `out_of_bag` | ●○○ | 10 | 8 |
# | 7 | `train_team` | ●●● | 25 | 14 |
# | 8 | `cyclic_cosine` | ●○○ | 10 | 8 |
# | 9 | `grow_forest` | ●●○ | 15 | 10 |
# | 10 | `forest_predict` | ●●○ | 10 | 6 |
# | | six predictions | | 5 | 6 × 2 |
# | | one written answer | | 10 | 6, read by a person |
#
# Each part stands on its own as far as it can: stuck in one, go on to the next. Hints are folded, and
# sorted by what you see on your screen.

# %%
import functools
import math
from collections.abc import Callable
from itertools import combinations

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DIGITS, sample
from convlab.models import conv_reader
from convlab.plots import PALETTE, DescribedFigure, show_bars, show_curves, show_images
from convlab.progress import track
from convlab.training import accuracy, train

# %% [markdown]
# Four helpers that you may use wherever you like.


# %%
def seeded(seed: int) -> torch.Generator:
    """A new generator on the CPU."""
    return torch.Generator().manual_seed(seed)


def logits_of(model: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """What the model says in eval mode, (N, K); its mode is put back."""
    training = model.training
    with torch.no_grad():
        logits = model.eval()(images)
    model.train(training)
    return logits


def share_right(read: torch.Tensor, truth: torch.Tensor) -> float:
    """Share of images that are read as they should be; of (M, N) readings the members' mean."""
    return (read == truth).double().mean().item()


def mean_of_pairs(matrix: torch.Tensor) -> float:
    """Mean over all pairs of different members, of an (M, M) matrix whose diagonal is 0."""
    return (matrix.sum() / (len(matrix) * (len(matrix) - 1))).item()


# %% [markdown]
# ## The same code, another seed
#
# 800 labelled digits, tilted, blurred, noisy, crossed by lines, and a small convnet. We train it seven
# times. Code, pictures and settings are the same; only the seed differs, which sets the weights that
# training starts from and the order of the pictures.

# %% experiment
torch.set_num_threads(1)
pictures, truth = sample(800, DIGITS, level="medium", seed=0)
unseen, unseen_truth = sample(1000, DIGITS, level="medium", seed=500)


def train_reader(images: torch.Tensor, labels: torch.Tensor, *, start: int, order: int) -> nn.Module:
    """A small convnet from one start, trained with the images in one order."""
    torch.manual_seed(start)
    reader = conv_reader(width=6, down="stride")
    train(reader, images, labels, epochs=8, lr=1e-2, batch_size=32, seed=order)
    return reader


readers = [train_reader(pictures, truth, start=seed, order=seed) for seed in track(range(7), "seven readers")]
logits = torch.stack([logits_of(reader, unseen) for reader in readers])  # (7, 1000, 10)
read = logits.argmax(2)
each = [share_right(one, unseen_truth) for one in read]
teams = {"start": (read, unseen_truth)}  # kept for the last picture: what members read, and the truth
print(f"seven readers: {min(each):.2f} to {max(each):.2f}, on average {sum(each) / 7:.2f}")
show_bars(
    [f"seed {seed}" for seed in range(7)],
    {"share": each},
    ylabel="share of new digits read",
    alt="Seven readers that differ in their seed only read between .80 and .87 of new digits",
)

# %% [markdown]
# Between .80 and .87 of new digits, by luck alone (over five sets of 800: the worst of seven .75 to .80,
# the best .82 to .87). Which one would you hand in? The best, of course; but somebody must have labelled
# another thousand pictures for you to know which one that is.
#
# Now look at digits on which they differ. Above each picture stand the seven readings.

# %% experiment
right_count = (read == unseen_truth).sum(0)
shown = ((right_count >= 2) & (right_count <= 5)).nonzero().squeeze(1)[:10]
show_images(
    unseen[shown],
    titles=["".join(map(str, read[:, i].tolist())) for i in shown],
    columns=5,
    size=1.7,
    alt="Ten distorted digits; above each the seven readings, such as 7333373, which differ",
)
print("they show:", *unseen_truth[shown].tolist())
print(f"read rightly by all seven: {(right_count == 7).float().mean():.2f}")
print(f"read rightly by one at least: {(right_count > 0).float().mean():.2f}")

# %% [markdown]
# All seven are right on a little more than half of the pictures, although each of them reads more than .80;
# and on 97 of 100 *somebody* is right. They know different things. What if we asked all of them?
#
# There are three ways to make one answer out of many opinions:
#
# - **the expert**: find the best member, and listen to nobody else
# - **the vote**: each member has one voice, and the majority wins
# - **the average**: each member says how probable it holds each class, and the mean decides
#
# ![Expert, vote and average: three ways from three members to one answer](three_ways.svg)

# %% [markdown]
# ## 1 · Why a crowd can be clever
#
# Before any network: the arithmetic of a vote. Three members read a 7 or a 1, each is right three times out
# of four, and **whether one is right does not depend on the others**. There are eight cases, and in four of
# them two or more members are right:
#
# ![Eight cases of right and wrong for three members; four with a majority](crowd.svg)
#
# 27/64 + 3 · 9/64 = 54/64 ≈ .84: the team is better than each of its members. For a team of any odd size,
# add up the chances of all numbers of right members that are a majority. That *exactly* r of n are right
# has the chance
#
# ```text
# (ways to choose r of n) · p^r · (1 − p)^(n − r)
# ```
#
# the binomial distribution. Condorcet worked this out for juries in 1785.
#
# **Predict.** A question with two answers. 101 people are right with a chance of 60 % each, and nobody
# knows what the others say. The majority is right with a chance of about
#
# - **a** 60 %
# - **b** 75 %
# - **c** 98 %

# %% choice="large-crowd" points=2
large_crowd = None  # "a", "b" or "c"
### BEGIN SOLUTION
large_crowd = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `team_accuracy` (●○○, 10 minutes, 8 points)
#
# `math.comb(n, r)` is the number of ways to choose r of n. As everywhere in this course, input that makes
# no sense should raise a `ValueError` that says what was expected and what came. Where that is graded, the
# docstring names it.
#
# <details><summary>A team of one comes out with 0</summary>
#
# `range(a, b)` stops before b. The case that *all* are right counts too.
# </details>
# <details><summary>Three members come out with 27/64 or with 63/64</summary>
#
# 27/64 is the chance that all three are right, 63/64 the chance that at least one is. Asked for is a
# majority: two or three.
# </details>
# <details><summary>"OverflowError: int too large to convert to float"</summary>
#
# For a thousand members and more, `math.comb` is a larger number than a float can hold. Nobody asks for
# such a team here; add logarithms (`math.lgamma`) if you want one.
# </details>


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
        "five members, each right two times out of three",
        lambda: team_accuracy(2 / 3, 5),
        64 / 81,
        hint="the sum begins with the smallest majority, 3 of 5, and includes all 5",
    )
    check.raises(
        "four members may be divided two against two",
        ValueError,
        lambda: team_accuracy(0.75, 4),
        hint="look at size % 2",
    )

# %% experiment
sizes = list(range(1, 102, 10))
crowds = {f"p = {p}": [team_accuracy(p, size) for size in sizes] for p in (0.8, 0.6, 0.5, 0.4)}
right = torch.rand(4000, 101, generator=seeded(0)) < 0.6  # 4000 questions, 101 people
simulated = [(right[:, :size].double().mean(1) > 0.5).double().mean().item() for size in sizes]
crowds["p = 0.6, thrown"] = simulated
for size in (1, 11, 101):
    formula, thrown = crowds["p = 0.6"][sizes.index(size)], simulated[sizes.index(size)]
    print(f"{size:>3} people at p = 0.6: {formula:.3f} by the formula, {thrown:.3f} in 4000 throws")
show_curves(
    sizes,
    crowds,
    xlabel="size of the team",
    ylabel="chance that the majority is right",
    alt="At p = .8 and .6 the majority nears 1 as the team grows, at .5 it stays .5, at .4 it falls to .02",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# A person at .60, eleven at .75, a hundred and one at .98; and 4000 questions answered by random numbers
# give the same, within a percent or two. With many independent voices chance averages out, and what is left
# is the small lean to the right side. A lean to the wrong side grows just as well: at p = .4 a large team
# is nearly always wrong. **A team enlarges what its members have in common.**
# </details>
#
# Seven readers at .82, says the formula, make a team of .98. Will they? You will know in part 3.
#
# <details><summary>What would break this?</summary>
#
# - Members that ask each other, or that all learned from the same book. The formula needs them to err
#   *independently*, and nothing in it can see whether they do.
# - More than two classes: a majority is then more than is needed, the most frequent answer will do. And .4
#   can be a good reader, if the wrong voices go to nine different classes.
# </details>

# %% [markdown]
# ## 2 · The average
#
# A network says more than a class: softmax makes a probability for each class of its logits. A member that
# hesitates says .4 and .6, one that is sure says .01 and .99. The average keeps that:
#
# ![Logits of two members, softmax for each, then the mean over the members](average.svg)
#
# First softmax for each member, then the mean. Logits of different members have no common scale: one may
# say 3 and mean what another says with 30.
#
# ### Exercise: `average_probabilities` (●○○, 10 minutes, 8 points)
#
# <details><summary>The values are slightly off</summary>
#
# Softmax of the mean is not the mean of softmax. Each member must be a distribution before you average.
# </details>
# <details><summary>Rows do not add up to 1, or the shape is (M, N)</summary>
#
# The axes are members, images, classes. Softmax goes over the classes (the last), the mean over the members
# (the first).
# </details>
# <details><summary>NaN for large logits</summary>
#
# `exp(1000)` is infinite, and infinite / infinite is NaN. `Tensor.softmax` takes the largest logit off
# first, which changes nothing else.
# </details>


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
    check.close(
        "four members, five images, three classes: five rows that add up to 1, float64 as the logits",
        lambda: average_probabilities(torch.arange(60.0, dtype=torch.float64).view(4, 5, 3).sin()).sum(1),
        torch.ones(5, dtype=torch.float64),
        hint="the members are axis 0, the classes axis 2",
    )

# %% [markdown]
# Now the seven readers. For each size, all teams of that size are tried: 7 of one, 21 of two, 35 of three …

# %% experiment
sizes = list(range(1, 8))
by_size = []
for size in sizes:
    chosen = [list(members) for members in combinations(range(7), size)]
    scores = [share_right(average_probabilities(logits[m]).argmax(1), unseen_truth) for m in chosen]
    by_size.append(sum(scores) / len(scores))
print("teams of 1 to 7:", ", ".join(f"{share:.3f}" for share in by_size))


def log_loss(probabilities: torch.Tensor) -> float:
    """Mean of −log of the probability that was given to the truth."""
    return F.nll_loss(probabilities.clamp_min(1e-12).log(), unseen_truth).item()


alone = sum(log_loss(member.softmax(1)) for member in logits) / 7
print(
    f"loss: {alone:.2f} for a member on average, {log_loss(average_probabilities(logits)):.2f} for the team"
)
show_curves(
    sizes,
    {"average of the team": by_size, "best single reader": [max(each)] * 7},
    xlabel="size of the team",
    ylabel="share of new digits read",
    alt="The average rises from .82 for one to .89 for seven, most of it by the third; the best reads .87",
)

# %% [markdown]
# Seven readers of .82 on average make a team of .89 (over five sets of 800: members .79 to .83, teams .87
# to .91, a gain of .07 to .09 each time). About two fifths of the mistakes are gone. Two members bring half
# of the gain already, and after five little is left to be had. The loss falls as well, from .52 to .40: the
# team is not only right more often, its probabilities are better too. In all five sets the average also
# beat the *best* of its members, and nobody had to find out who that is.
#
# <details><summary>What would break this?</summary>
#
# - A member that is sure and wrong. One that says 1.000 outweighs two that say .4: part 3 looks at that.
# - A member that is simply bad, and not less sure for it. An average is not a judge: leave out who guesses.
# </details>

# %% [markdown]
# ## 3 · The vote
#
# The vote asks for no probabilities. That makes it the choice when members are not networks, when you see
# their answers only, or when you do not trust their confidence.
#
# ![Five members vote on three images; the third is a tie, and the smaller class wins](vote.svg)
#
# **Predict.** Is it a 3 or an 8? Two members say "3, with .6", one says "8, with .999". What is left goes
# to the other of the two digits.
#
# - **a** vote and average both say 3
# - **b** the vote says 3, the average says 8
# - **c** the vote says 8, the average says 3

# %% choice="loud-member" points=2
loud_member = None  # "a", "b" or "c"
### BEGIN SOLUTION
loud_member = "b"
### END SOLUTION

# %% [markdown]
# ### Exercise: `majority_vote` (●●○, 10 minutes, 10 points)
#
# The class with most votes wins, more than half or not. A tie goes to the smallest class: an arbitrary
# rule, but one that everybody can repeat.
#
# <details><summary>Ties come out at random, or with the larger class</summary>
#
# Count the votes for each class first, (N, K). `argmax` returns the *first* of several largest entries.
# Sorting the counts loses this order.
# </details>
# <details><summary>A loop over classes works, but a class without any vote shifts all others</summary>
#
# `unique` and `bincount` list only what they have seen. `F.one_hot(predictions, num_classes)` or
# `bincount(minlength=num_classes)` keep an entry for every class.
# </details>
# <details><summary>The result has the shape (M,)</summary>
#
# You counted over the images. Each *column* of `predictions` is an image.
# </details>
# <details><summary>One member: "dimension out of range"</summary>
#
# `squeeze()` takes away every axis of length 1, also the members'. Take axes away by number.
# </details>


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

# %% experiment
voted = majority_vote(read, 10)
averaged = logits.softmax(2).mean(0).argmax(1)
shares = {
    "mean\nmember": sum(each) / 7,
    "best\nmember": max(each),
    "vote": share_right(voted, unseen_truth),
    "average": share_right(averaged, unseen_truth),
}
print(", ".join(f"{name} {share:.3f}" for name, share in shares.items()).replace("\n", " "))
print(f"vote and average differ on {(voted != averaged).double().mean():.3f} of the pictures")
show_bars(
    list(shares),
    {"share": list(shares.values())},
    ylabel="share of new digits read",
    alt="Mean member .82, best member .87, vote and average .89 each",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# In the question above, the vote is two to one for 3; on average 3 has (.6 + .6 + .001) / 3 = .40 and 8 has
# (.4 + .4 + .999) / 3 = .60. A loud member carries the average, and may be right or wrong.
#
# On our digits they differ on two to five pictures in a hundred, and both gain about the same: .888 and
# .892 here, with the average ahead by half a point to a point and a half in our five sets. With a thousand
# pictures to test on, half a point is within luck; do not choose between them by one such number.
# </details>
#
# And the formula of part 1? It promised .98 for seven independent members of .82. The vote gives .89. The
# arithmetic was right, so its condition must be wrong: **our readers do not err independently**. All
# learned from the same 800 pictures, and a smeared 8 is hard for all of them.
#
# <details><summary>What would break this?</summary>
#
# - A class number as an answer where members see different lists of classes: 3 has to mean the same for
#   all.
# - Very many classes and few members: most images are ties, and the tie rule decides.
# </details>

# %% [markdown]
# ## 4 · Disagreement
#
# So how independent are they? The simplest measure needs no labels at all: on what share of the images do
# two members read different classes?
#
# ![Two rows of eight readings that differ at two places: a disagreement of .25](disagreement.svg)
#
# For M members this gives a symmetric table with M rows and columns, and zeros on the diagonal.
#
# **Predict.** You take the best of the seven readers seven times: a team of seven copies. It reads
#
# - **a** better than the best reader: it is a team of experts
# - **b** exactly as the best reader
# - **c** worse than the best reader

# %% choice="seven-copies" points=2
seven_copies = None  # "a", "b" or "c"
### BEGIN SOLUTION
seven_copies = "b"
### END SOLUTION

# %% [markdown]
# ### Exercise: `disagreement` (●○○, 10 minutes, 8 points)
#
# Two loops over the members are fine. Without loops: `predictions[:, None]` has the shape (M, 1, N) and
# `predictions[None, :]` the shape (1, M, N).
#
# <details><summary>Some entries are above 1</summary>
#
# You took differences of class numbers. 9 is not farther from 0 than 1 is: only equal or not counts.
# </details>
# <details><summary>"mean(): could not infer output dtype"</summary>
#
# A comparison gives bools, and these have no mean. Make them floating first: `.float()`.
# </details>
# <details><summary>The diagonal is 1</summary>
#
# You measured agreement.
# </details>


# %% exercise="disagreement"
def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    """For each pair of members, the share of images on which they read different classes.

    Args:
        predictions: Classes that M members read on N images, shape (M, N), int64.

    Returns:
        Shape (M, M), of the default floating dtype, in [0, 1]; entry (i, j) is for members i and j. On the
        predictions' device.
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
        "members 0 and 1 differ on one of four images, 0 and 2 on two, 1 and 2 on one",
        lambda: disagreement(torch.tensor([[5, 1, 1, 0], [5, 1, 1, 2], [5, 1, 4, 2]])),
        torch.tensor([[0.0, 0.25, 0.5], [0.25, 0.0, 0.25], [0.5, 0.25, 0.0]]),
        hint="compare entry by entry, and take the mean over the images",
    )
    check.close(
        "classes that are far apart differ no more than neighbours do",
        lambda: disagreement(torch.tensor([[0, 0], [9, 0]])),
        torch.tensor([[0.0, 0.5], [0.5, 0.0]]),
        hint="count differences; how large they are means nothing",
    )
    check.close(
        "five members on one image, each with a class of its own",
        lambda: disagreement(torch.arange(5)[:, None]),
        torch.ones(5, 5) - torch.eye(5),
        hint="one entry for each pair of members",
    )

# %% experiment
table = disagreement(read)
print(f"mean over all pairs of seven seeds: {mean_of_pairs(table):.2f}")
print(f"seven copies of one: {mean_of_pairs(disagreement(read[:1].repeat(7, 1))):.2f}")
figure = DescribedFigure(figsize=(4.2, 3.8), layout="constrained")
figure.alt = "A table of seven by seven: 0 on the diagonal, elsewhere between .15 and .24"
axes = figure.subplots()
axes.imshow(table, cmap="Blues", vmin=0, vmax=0.5)
for i, j in np.ndindex(7, 7):
    axes.text(j, i, f"{table[i, j]:.2f}", ha="center", va="center", fontsize=9)
axes.set(xlabel="reader", ylabel="reader")
figure.show_described()

# %% [markdown]
# Two readers with different seeds differ on about a fifth of the pictures. Independent ones of this quality
# would have to differ on a third: if each is right with a chance of .82, both are right on two thirds, and
# two wrong answers rarely agree.
#
# <details><summary>Seven copies: what we saw, and why</summary>
#
# Copies never differ. Their mean is what each of them says, and their vote is unanimous: the team reads
# exactly as its member, at seven times the cost. No disagreement, no gain.
# </details>
#
# That disagreement is where the gain *comes from* can be said exactly. Let `p` be a member's probabilities
# for an image, `q` the mean over all members, and `y` the truth (1 for the right class, 0 for the others).
# Measure errors by squared distance, added up over the classes:
#
# ```text
# members' mean error  =  the team's error  +  the members' spread
#  mean of (p − y)²    =     (q − y)²       +    mean of (p − q)²
# ```
#
# It holds for *any* members and any picture: nothing is assumed. A team's error is its members' mean error
# **minus** how much they differ (Krogh & Vedelsby, *Neural network ensembles, cross validation, and active
# learning*, 1995).

# %% experiment
team = average_probabilities(logits)
probabilities, target = logits.softmax(2), F.one_hot(unseen_truth, 10)
members_error = (probabilities - target).square().sum(2).mean().item()
team_error = (team - target).square().sum(1).mean().item()
spread = (probabilities - team).square().sum(2).mean().item()
print(f"members {members_error:.4f} = team {team_error:.4f} + spread {spread:.4f}")
show_bars(
    ["members'\nmean error", "the team's\nerror", "their\nspread"],
    {"squared distance": [members_error, team_error, spread]},
    ylabel="mean squared distance",
    alt="The members' mean error .255 is the team's error .186 plus their spread .069",
    number=".3f",
)

# %% [markdown]
# .2548 = .1856 + .0692, to the last digit. There are two ways to a better team: better members, or members
# that differ more. The rest of this notebook makes members differ, and watches what that costs them.
#
# <details><summary>What would break this?</summary>
#
# - Making members differ by making them bad. The sum does not care: the spread grows, and the members'
#   error with it.
# - Measuring disagreement on the training pictures. There nearly all members are right, and agree.
# </details>

# %% [markdown]
# ## 5 · Other examples for each
#
# If members are to differ, let them learn from different examples. But there are only 800. The
# **bootstrap** (Efron, 1979) draws, from n examples, n times *with replacement*: after each draw the
# example goes back into the bag. Some come twice or three times, others not at all.
#
# ![Eight draws from eight examples: some come twice or more, four never](bootstrap.svg)
#
# **Predict.** How many of 800 examples are in such a sample, at least once?
#
# - **a** about 50 %
# - **b** about 63 %
# - **c** nearly all

# %% choice="bag-share" points=2
bag_share = None  # "a", "b" or "c"
### BEGIN SOLUTION
bag_share = "b"
### END SOLUTION

# %% [markdown]
# ### Exercise: `bootstrap_indices` (●○○, 5 minutes, 8 points)
#
# `torch.randint(high, size, generator=…)` draws whole numbers from 0 to high − 1, each by itself. Numbers
# are drawn where the generator lives: `device=generator.device`.
#
# <details><summary>Every index comes exactly once</summary>
#
# `torch.randperm` shuffles: that is *without* replacement, and every member gets the same examples.
# </details>
# <details><summary>The last example is never drawn, or an index is n</summary>
#
# `randint` stops before `high`, so `high` is n.
# </details>


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
        "as many indices as examples: one, two, fifty",
        lambda: [tuple(bootstrap_indices(n, generator=seeded(0)).shape) for n in (1, 2, 50)],
        [(1,), (2,), (50,)],
        hint="n draws, in one axis",
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

# %% experiment
counts = (1, 2, 3, 5, 10, 30, 100, 1000)
unique = [
    sum(len(bootstrap_indices(n, generator=seeded(seed)).unique()) / n for seed in range(200)) / 200
    for n in counts
]
print(", ".join(f"n = {n}: {share:.3f}" for n, share in zip(counts, unique, strict=True)))
show_bars(
    list(counts),
    {"measured": unique, "1 − (1 − 1/n)ⁿ": [1 - (1 - 1 / n) ** n for n in counts]},
    xlabel="n",
    ylabel="share drawn at least once",
    alt="The share that is drawn falls from 1 at n = 1 to .65 at 10 and .63 at 1000, as the formula says",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# An example escapes one draw with the chance 1 − 1/n, and all n draws with (1 − 1/n)ⁿ, which nears 1/e,
# about .368. So about 63.2 % are drawn, whatever n is, if it is not very small.
# </details>
#
# A team whose members learn from bootstrap samples is a **bagged** team: *b*ootstrap *agg*regat*ing*
# (Breiman, *Bagging predictors*, 1996).

# %% [markdown]
# ## 6 · An examination for nothing
#
# The 37 % that a member never saw have a use: they are new to *this member*. Let it read them, do the same
# for all members, and every example is judged by those who have not learned from it. That estimates how
# well the team reads new pictures **without setting any aside**: the out-of-bag estimate.
#
# ![Three members, eight examples; who did not draw an example judges it](oob.svg)
#
# ### Exercise: `out_of_bag` (●○○, 10 minutes, 8 points)
#
# <details><summary>Right for many, but of a single one that is left only a number comes</summary>
#
# `nonzero().squeeze()` takes away every axis of length 1. `squeeze(1)` or `flatten()` keeps (1,).
# </details>
# <details><summary>The last examples are missing when they were not drawn</summary>
#
# How many there are is `n`, not `indices.max() + 1`.
# </details>
# <details><summary>Right, but in another order</summary>
#
# Python sets have no order. Ascending was asked for.
# </details>


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

# %% [markdown]
# To try it we need members that are cheap: decision trees, on handwritten digits of 8 × 8 pixels
# (scikit-learn's `load_digits`). A tree asks one question after the other about single pixels, "is number
# 36 darker than 7?", until it comes to a class. 1000 digits are for learning; the other 797 are there only
# to see whether the estimate is true. Each tree may look at 8 pixels, drawn at random, before each
# question; part 9 says why.

# %% experiment
pixels, digit = load_digits(return_X_y=True)
shuffled = np.random.default_rng(0).permutation(len(pixels))
known, fresh = shuffled[:1000], shuffled[1000:]
generator, estimate, truly = seeded(0), {}, {}
votes_out, votes_fresh = np.zeros((1000, 10)), np.zeros((797, 10))
for size in range(1, 61):
    bag = bootstrap_indices(1000, generator=generator)
    out = out_of_bag(1000, bag).numpy()
    tree = DecisionTreeClassifier(max_features=8, random_state=size)
    tree.fit(pixels[known][bag], digit[known][bag])
    votes_out[out, tree.predict(pixels[known][out])] += 1
    votes_fresh[np.arange(797), tree.predict(pixels[fresh])] += 1
    judged = votes_out.sum(1) > 0
    estimate[size] = (votes_out.argmax(1) == digit[known])[judged].mean()
    truly[size] = (votes_fresh.argmax(1) == digit[fresh]).mean()
for size in (1, 10, 60):
    print(f"{size:>2} trees: {estimate[size]:.3f} out of bag, {truly[size]:.3f} on digits set aside")
show_curves(
    list(estimate),
    {"out of bag": list(estimate.values()), "set aside": list(truly.values())},
    xlabel="trees",
    ylabel="share of digits read",
    alt="Both curves rise from about .7 to .96; out of bag lags behind, and has caught up at about 60 trees",
)

# %% [markdown]
# With 60 trees the estimate is .954 and the truth .960; over five ways to split the digits it was between
# .016 too low and .002 too high. With 10 trees it is much too low, by .05 to .11: an example is judged only
# by the members that lack it, a team about a third of the size. The estimate errs on the careful side, and
# costs not one example.
#
# <details><summary>What would break this?</summary>
#
# - Examples that come in copies, such as ten frames of one film. One is drawn, its twin is not, and
#   "unseen" is a lie. Draw whole films.
# - Choosing among many teams by their out-of-bag estimate. The winner's estimate is then too good, as with
#   any other measure that you optimise.
# </details>

# %% [markdown]
# ## 7 · A team of networks
#
# Put it together. Each member starts from other weights *and* learns from other examples, and one seed
# fixes all of it.
#
# ![One generator gives each member a seed for its start and a bag of examples](team.svg)
#
# The difficulty is in the seeds. `build()` makes a network, and its layers draw their weights from torch's
# *global* random state: nobody can hand them a generator. So set the global state from the generator, and
# put it back afterwards, for whoever draws from it next:
#
# ```python
# with torch.random.fork_rng():  # what is drawn in here leaves no trace outside
#     torch.manual_seed(seed)
#     member = build()
# ```
#
# **Predict.** Each bagged member learns from a bootstrap sample of the 800 digits. Alone, on new digits,
# such a member reads
#
# - **a** more than a reader that learned from all 800: its sample is more varied
# - **b** as many
# - **c** clearly fewer

# %% choice="bagged-member" points=2
bagged_member = None  # "a", "b" or "c"
### BEGIN SOLUTION
bagged_member = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `train_team` (●●●, 25 minutes, 14 points)
#
# You need not write the training loop: `train(model, images, labels, epochs=…, lr=…, batch_size=…, seed=…)`
# from `convlab.training` will do. Ours uses batches of 32; so do the numbers below.
#
# <details><summary>All members are the same</summary>
#
# They share a seed, or one model: `[build()] * size` is one model, `size` times. Build inside the loop, and
# draw a *new* seed from the generator for each.
# </details>
# <details><summary>The same generator seed gives another team each time</summary>
#
# Something draws from elsewhere. `build()` draws from the global state: seed that first. And the order of
# the pictures has a seed, too.
# </details>
# <details><summary>"the global random state is put back" fails</summary>
#
# `torch.manual_seed` is not undone by itself. Indent all that draws below `with torch.random.fork_rng():`.
# </details>
# <details><summary>Members have learned nothing, .1 on ten classes</summary>
#
# `images[bag]` goes with `labels[bag]`. Two calls of `bootstrap_indices` are two different bags.
# </details>
# <details><summary>Fine in training, and then readings depend on what else is in the batch</summary>
#
# Batch norm is still in training mode. Hand out members that are in eval mode.
# </details>


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

    Each member starts from weights of its own and learns from a bootstrap sample of its own, which the
    generator draws. torch's global random state is afterwards as it was, whatever build() draws from it.

    Args:
        build: Makes an untrained model, from images to (N, K) logits. It takes no arguments and may draw
            its weights from torch's global random state.
        images: Shape (N, C, H, W).
        labels: Shape (N,), int64.
        size: Number of members, >= 1.
        epochs: Passes of each member over its sample, >= 1.
        lr: Learning rate; `convlab.training.train` will do, and any other optimiser.
        generator: Draws the samples.

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
            train(member, images[bag], labels[bag], epochs=epochs, lr=lr, batch_size=32, seed=seed)
        team.append(member.eval())
    return team
    ### END SOLUTION


# %% check="train_team" points=14
two_digits, which_digit = sample(128, "07", level="easy", seed=20)


class Witness(nn.Module):
    """A linear reader of two classes that remembers which images it has learned from."""

    def __init__(self) -> None:
        super().__init__()
        self.linear, self.seen = nn.Linear(28 * 28, 2), set()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if self.training:
            self.seen.update(image.numpy().tobytes() for image in images)
        return self.linear(images.flatten(1))


def small_team(*, seed: int = 0, lr: float = 0.02) -> list[nn.Module]:
    """Three members, eight epochs."""
    return train_team(Witness, two_digits, which_digit, 3, epochs=8, lr=lr, generator=seeded(seed))


def all_weights(team: list[nn.Module]) -> torch.Tensor:
    """The weights of each member in a row, (M, number of weights)."""
    return torch.stack([nn.utils.parameters_to_vector(member.parameters()).detach() for member in team])


def apart(team: list[nn.Module]) -> bool:
    """Whether any two members differ clearly in some weight."""
    weights = all_weights(team)
    return all((weights[i] - weights[j]).abs().max() > 1e-3 for i in range(len(team)) for j in range(i))


def own_samples(team: list[nn.Module]) -> bool:
    """Whether each member has seen about 63 % of the images, and each another part of them."""
    about = all(0.5 < len(member.seen) / len(two_digits) < 0.76 for member in team)
    return about and len({frozenset(member.seen) for member in team}) == 3


def leaves_the_dice_alone() -> bool:
    """Whether the global random state is the same before and after a team has learned something."""
    before = torch.get_rng_state()
    learned = min(accuracy(member, two_digits, which_digit) for member in small_team()) > 0.8
    return learned and torch.get_rng_state().equal(before)


with public_checks("train_team") as check:
    check.equal(
        "three different members, in eval mode",
        lambda: [member.training for member in set(small_team())],
        [False] * 3,
        hint="a list of as many models as `size` says; .eval() each",
    )
    check.true(
        "each has learned to tell 0 from 7",
        lambda: min(accuracy(member, two_digits, which_digit) for member in small_team()) > 0.8,
        hint="labels go with their images: use the same indices for both",
    )
    check.true(
        "they start from different weights",
        lambda: apart(small_team(lr=1e-7)),
        hint="call build() once for each member, under a seed drawn from the generator",
    )
    check.true(
        "each learns from a sample of its own, some 63 % of the images",
        lambda: own_samples(small_team()),
        hint="draw bootstrap_indices for each member, and train on these rows",
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

# %% [markdown]
# What makes members differ, and what is it worth? Three teams of seven, each member trained for as long as
# before:
#
# - **order**: the same start and the same 800 pictures, only shown in another order
# - **start**: the seven readers from the beginning, with another start and another order each
# - **bag**: your `train_team`, with another start and another bag of examples each

# %% experiment
build = functools.partial(conv_reader, width=6, down="stride")
bagged = train_team(build, pictures, truth, 7, epochs=8, lr=1e-2, generator=seeded(0))
reordered = [train_reader(pictures, truth, start=0, order=seed) for seed in track(range(7), "seven readers")]
net_teams = {
    "order": torch.stack([logits_of(member, unseen) for member in reordered]),
    "start": logits,
    "bag": torch.stack([logits_of(member, unseen) for member in bagged]),
}
bars = {"mean member": [], "team": [], "disagreement": []}
for name, said in net_teams.items():
    bars["mean member"].append(share_right(said.argmax(2), unseen_truth))
    bars["team"].append(share_right(said.softmax(2).mean(0).argmax(1), unseen_truth))
    differ = (said.argmax(2)[:, None] != said.argmax(2)[None]).double().mean(2)
    teams[name] = (said.argmax(2), unseen_truth)
    bars["disagreement"].append(mean_of_pairs(differ))
    print(f"{name:>5}: " + ", ".join(f"{key} {values[-1]:.2f}" for key, values in bars.items()))
show_bars(
    list(net_teams),
    bars,
    ylabel="share of new digits",
    alt="Order: members .80, team .82; start: .82 and .89; bag: .69 and .83; disagreement .14, .21 and .40",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# **Order** alone: from the same start members end near each other. They differ on .14 of the pictures (.08
# to .14 over five sets of 800), and the team gains .01 to .03.
#
# **Start**: from other starts they find other ways to read. They differ on .21, and the team gains .07 (.07
# to .09). The seed that annoyed us in the beginning is worth seven points.
#
# **Bag**: alone a member falls from .82 to .69 (.67 to .71 in our five sets), since it has seen only 63 %
# of the 800. Members differ on .40, and the team gains .14, twice as much; but it starts so much lower that
# it ends at .83 (.80 to .84), about where a *single* reader ends that has seen all pictures.
# </details>
#
# So bagging is not what one does with networks on few pictures: another seed makes them differ enough, and
# costs nothing. It is made for members that hardly differ by themselves and that can do with fewer
# examples, such as trees (part 9).
#
# <details><summary>What would break this?</summary>
#
# - Seeding with `torch.manual_seed` and leaving it at that: whoever draws next gets the same "random"
#   numbers after each team.
# - Choosing `size` by looking at the test pictures. Use the out-of-bag estimate.
# - Seven networks cost seven times the time and memory, *every time* a picture is read. Small devices
#   cannot pay that.
# </details>

# %% [markdown]
# ## 8 · A team for the price of one
#
# Training seven networks costs seven times as much. A cheaper idea: let *one* network come to rest, keep a
# copy of it, throw it out of its valley with a large learning rate, let it come to rest elsewhere, and so
# on. The copies are the team: **snapshots** (Huang and colleagues, *Snapshot ensembles: train 1, get M for
# free*, 2017).
#
# ![The rate falls along half a cosine, three times; a snapshot at the end of each](cycles.svg)
#
# Within a cycle of T steps, after t of them, the rate is
#
# ```text
# lr_min + (lr_max − lr_min) · (1 + cos(π · t / T)) / 2
# ```
#
# ### Exercise: `cyclic_cosine` (●○○, 10 minutes, 8 points)
#
# <details><summary>The rate falls once, and then rises slowly instead of jumping</summary>
#
# The cosine goes on after half a turn. t counts from the start of *this cycle*: the remainder `%`.
# </details>
# <details><summary>It reaches the lowest rate one step too early</summary>
#
# Divide by T, not by T − 1. The lowest rate would be reached at step T, where the next cycle begins at the
# top.
# </details>
# <details><summary>Wrong only when there is a lowest rate</summary>
#
# The cosine spans the distance from lowest to highest, not the highest alone.
# </details>


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
        "cycles of two steps: the highest rate, half of it, and the same again",
        lambda: torch.tensor([cyclic_cosine(step, 2, 0.3) for step in range(4)]),
        torch.tensor([0.3, 0.15, 0.3, 0.15]),
        hint="what remains of step divided by steps_per_cycle",
    )
    check.close(
        "half way, the middle between the highest and the lowest",
        lambda: cyclic_cosine(30, 20, 0.5, lr_min=0.1),
        0.3,
        hint="the cosine spans lr_max − lr_min, on top of lr_min",
    )

# %% [markdown]
# Six cycles of 50 steps make 300 steps. The first two snapshots are still poor and stay out. Beside it: one
# network that takes the same 300 steps in a single, long cycle.

# %% experiment
steps, cycle = 300, 50


def snapshots(steps_per_cycle: int, *, seed: int = 0) -> torch.Tensor:
    """What one network says of the unseen digits at the end of each cycle, (M, N, K)."""
    torch.manual_seed(seed)
    reader, generator = conv_reader(width=6, down="stride").train(), seeded(seed)
    said, order = [], torch.empty(0, dtype=torch.int64)
    for step in track(range(steps), "learning"):
        if step % steps_per_cycle == 0:
            optimizer = torch.optim.AdamW(reader.parameters())
        for group in optimizer.param_groups:
            group["lr"] = cyclic_cosine(step, steps_per_cycle, 0.01)
        if len(order) < 32:
            order = torch.randperm(len(pictures), generator=generator)
        batch, order = order[:32], order[32:]
        optimizer.zero_grad()
        F.cross_entropy(reader(pictures[batch]), truth[batch]).backward()
        optimizer.step()
        if (step + 1) % steps_per_cycle == 0:
            said.append(logits_of(reader, unseen))
    return torch.stack(said)


taken, single = snapshots(cycle), snapshots(steps)
print("snapshots:", ", ".join(f"{share_right(one.argmax(1), unseen_truth):.3f}" for one in taken))
teams["snapshots"] = (taken[2:].argmax(2), unseen_truth)
results = {
    "mean of the\nlast four": share_right(taken[2:].argmax(2), unseen_truth),
    "the last": share_right(taken[-1].argmax(1), unseen_truth),
    "their team": share_right(taken[2:].softmax(2).mean(0).argmax(1), unseen_truth),
    "one long\ncycle": share_right(single[0].argmax(1), unseen_truth),
    "seven\nnetworks": share_right(logits.softmax(2).mean(0).argmax(1), unseen_truth),
}
print(", ".join(f"{name} {share:.3f}" for name, share in results.items()).replace("\n", " "))
show_bars(
    list(results),
    {"share": list(results.values())},
    ylabel="share of new digits read",
    alt="Last four snapshots on average .80, the last .82, their team .82, one long cycle .81, seven .89",
)

# %% [markdown]
# The last four snapshots read .801 on average and .821 as a team: a gain of .02 (.01 to .03 over five sets
# of 800). One long cycle of the same 300 steps reads .805; over the five sets the snapshots' team was
# better than it by about a point four times, and worse by a point once. So snapshots may win a little for
# the price of one training. Seven separate networks win far more, for the price of seven. The reason is the
# one you know: the snapshots differ from each other on .15 of the pictures (.11 to .15), separate networks
# on .21. All snapshots descend from one start.
#
# <details><summary>What would break this?</summary>
#
# - Taking the snapshot just *after* the jump: the network is then at its worst. It belongs at the end of
#   the cycle.
# - Cycles that are too short, so that no copy ever comes to rest; or a highest rate that is too small to
#   leave the valley, so that all copies are nearly the same.
# - Batch norm's running statistics belong to the weights. A snapshot must copy both: copy the
#   `state_dict()`, not `parameters()`, and copy it: the network goes on changing.
# </details>

# %% [markdown]
# ## 9 · A forest
#
# The classical team. A single decision tree learns its examples by heart and reads new digits badly; but
# trees are cheap and, when their examples change a little, become quite different ones. What bagging needs.
#
# Bagged trees still resemble each other in one thing: if one pixel tells the most, *all* of them begin with
# it. The **random forest** (Breiman, 2001) therefore lets a tree choose, before each question, between a
# few pixels only, drawn anew each time.
#
# ![Trees that see all pixels ask the same first; trees that see few ask others](forest.svg)
#
# **Predict.** Each question may choose between 8 of the 64 pixels instead of all 64. Then
#
# - **a** each tree reads worse, and so does the team
# - **b** each tree reads better, and so does the team
# - **c** each tree reads worse, and the team reads better

# %% choice="blinkered-trees" points=2
blinkered_trees = None  # "a", "b" or "c"
### BEGIN SOLUTION
blinkered_trees = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `grow_forest` (●●○, 15 minutes, 10 points)
#
# scikit-learn's `DecisionTreeClassifier(max_features=…, random_state=…)` grows one tree; drawing the pixels
# is built in. Yours is what makes it a forest.
#
# <details><summary>All trees are the same</summary>
#
# One sample drawn before the loop, or one `random_state` for all. Draw both anew for each tree, from *one*
# generator `np.random.default_rng(seed)` made before the loop.
# </details>
# <details><summary>Each tree reads all its examples rightly</summary>
#
# It was fitted on all rows, or on rows drawn without replacement. `rng.integers(n, size=n)` draws with.
# </details>
# <details><summary>Trees guess, about 10 %</summary>
#
# Index features and labels with the *same* rows.
# </details>


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
# Nothing to learn but by heart: labels that have nothing to do with the features.
noise, any_label = numbers.normal(size=(300, 6)), numbers.integers(40, size=300)


def noise_forest(*, seed: int = 0) -> list[DecisionTreeClassifier]:
    """Four trees, each of which knows by heart what it has seen."""
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

# %% [markdown]
# ## 10 · What the forest says
#
# Vote or average: either is a forest. There is one trap. A tree knows the classes that are *in its sample*,
# in `tree.classes_`, and its `predict_proba` has a column for each of these and for no other.
#
# ### Exercise: `forest_predict` (●●○, 10 minutes, 6 points)
#
# <details><summary>"could not broadcast", or "inhomogeneous shape", on small samples</summary>
#
# Some trees lack a class, and their probabilities have fewer columns. Put column i where `tree.classes_[i]`
# says, or let the trees vote with `predict`.
# </details>
# <details><summary>It runs, and reads the wrong classes</summary>
#
# Column 0 is `tree.classes_[0]`, which need not be class 0.
# </details>
# <details><summary>It gives floating numbers</summary>
#
# `argmax` gives integers; `predict` gives whatever type the labels had.
# </details>


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
        lambda: (
            forest_predict(stumps, left_and_right, 5).tolist() == [4, 1]
            and np.issubdtype(forest_predict(stumps, left_and_right, 5).dtype, np.integer)
        ),
        hint="classes, not probabilities",
    )

# %% experiment
bars = {"mean tree": [], "forest": [], "disagreement": []}
for few in (64, 8, 1):
    trees = grow_forest(pixels[known], digit[known], 60, max_features=few, seed=0)
    each_tree = torch.tensor(np.stack([tree.predict(pixels[fresh]) for tree in trees]))
    answers = torch.tensor(digit[fresh])
    teams[f"trees, {few} px"] = (each_tree[:7], answers)
    bars["mean tree"].append(share_right(each_tree, answers))
    bars["forest"].append((forest_predict(trees, pixels[fresh], 10) == digit[fresh]).mean())
    bars["disagreement"].append(mean_of_pairs(disagreement(each_tree)))
    print(f"{few:>2} pixels: " + ", ".join(f"{key} {values[-1]:.3f}" for key, values in bars.items()))
tree = DecisionTreeClassifier(random_state=0).fit(pixels[known], digit[known])
library = RandomForestClassifier(60, max_features=8, random_state=0).fit(pixels[known], digit[known])
print(f"a single tree with all rows and pixels: {tree.score(pixels[fresh], digit[fresh]):.3f}")
print(f"scikit-learn's forest: {library.score(pixels[fresh], digit[fresh]):.3f}")
show_bars(
    ["64 pixels\n(bagging)", "8 pixels\n(forest)", "1 pixel"],
    bars,
    ylabel="share of digits set aside",
    alt="With 64, 8, 1 pixels: mean tree .79, .74, .61; forest .95, .96, .94; disagreement .29, .39, .56",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# With 8 pixels to choose from a tree falls from .79 to .74, and the team rises from .95 to .96 (over five
# ways to split the digits it rose each time, by .012 to .026): the trees differ on .39 of the digits
# instead of .29. With a single pixel to choose from there is no choice left; trees of .61 still make a team
# of .94. A single tree that has all rows and all pixels reads .83. And your forest is as good as
# scikit-learn's: over the five splits both read .96 or .97.
#
# Blinkers make each tree worse and the forest better, up to a point: the two terms of part 4, against each
# other.
# </details>
#
# <details><summary>What would break this?</summary>
#
# - Pixels that say nothing. If only 5 of 1000 features matter, most draws of 8 hold none of them, and trees
#   only guess.
# - Digits that are moved and tilted. A tree asks about pixel 36, wherever the digit stands: from the 800
#   pictures of part 2 a forest of 200 trees learned to read .57 of new ones (.57 to .61 over five sets),
#   where one small convnet reads .82. A team cannot know what none of its members can see.
# </details>

# %% [markdown]
# ## What all teams have in common
#
# Here they are together: for each team, how much its members disagree and how much the vote gains over the
# mean member.

# %% experiment
teams["copies"] = (read[:1].repeat(7, 1), unseen_truth)
figure = DescribedFigure(figsize=(7, 4), layout="constrained")
figure.alt = "Gain over disagreement for eight teams: a rising line from copies at 0 to trees with 1 pixel"
axes = figure.subplots()
for name, (said, right) in teams.items():
    differ, alone = mean_of_pairs(disagreement(said)), share_right(said, right)
    gain = share_right(majority_vote(said, 10), right) - alone
    print(f"{name:>12}: mean member {alone:.2f}, disagreement {differ:.2f}, gain {gain:+.2f}")
    trees_too = name.startswith("trees")
    axes.plot(differ, gain, "s" if trees_too else "o", color=PALETTE[trees_too])
    above = name in ("order", "start", "trees, 8 px", "trees, 64 px")
    place = {"xytext": (-7, 5), "ha": "right"} if above else {"xytext": (7, -12)}
    axes.annotate(f"{name} ({alone:.2f})", (differ, gain), textcoords="offset points", **place)
axes.set(xlabel="mean disagreement of two members", ylabel="vote of the team − mean member")
axes.set(xlim=(-0.08, 0.72), ylim=(-0.04, 0.29))
axes.grid(alpha=0.3)
figure.show_described()

# %% [markdown]
# Circles are networks on glyphs, squares are teams of seven trees on handwriting; in brackets, what a
# member reads alone. The more they disagree, the more a team gains, nearly along one line: copies gain
# nothing, trees that may look at one pixel the most. But a gain is not yet a good team. What counts is
# where it *ends*, and that is the mean member plus the gain: seven networks from seven starts end at .89,
# higher than the bagged ones, whose gain is twice as large.
#
# A recipe, then. Take the best members you can get. Make them differ by what costs them nothing: the seed,
# first of all; another architecture, another augmentation, another size of picture. Take away examples or
# features only where members are cheap and alike.

# %% [markdown]
# ## In your own words
#
# You have built a reader for parcels. It reads .90 of the digits on new pictures, and you may give it **two
# companions**, to decide by average. You are offered:
#
# 1. two more of the same network, trained from other seeds: .89 each; they differ from yours on .12 of the
#    pictures;
# 2. two networks that continued from your reader's weights with another order of the pictures: .90 each;
#    they differ on .03;
# 3. two random forests on pixels: .62 each; they differ from yours on .40.
#
# Which offer do you take, and why not the others? Say what decides, using **two numbers that you saw in
# this notebook**. Then name **one situation in which you would take no companion at all**.
#
# Six to ten sentences. A person reads this answer.

# %% [markdown] written="who-joins" points=6
# ### BEGIN SOLUTION
# **Model answer.** I take the first offer. A team's error is its members' mean error minus their spread, so
# I look for members that are good *and* differ. The first two are nearly as good as mine and differ on .12
# of the pictures; in the notebook seven networks of .82 from different seeds differed on about .21 and made
# a team of .89. The second two are as good but hardly differ: networks from the same start, shown the
# pictures in another order, gained a point or two (.80 to .82 in our run) where other starts gained seven,
# and copies gain nothing. The third two differ most, but mainly because they are wrong: two members of .62
# against one of .90 carry the average wherever they are sure of the same mistake. In the notebook bagged
# networks had twice the disagreement, .40, and the largest gain, and still ended at about .83, below the
# .89 of the better members. What counts is mean member plus gain. I would take no companion where reading
# has to be fast or the battery is small, since a team of three costs three times as much for each picture;
# or where somebody must be able to explain a single decision.
#
# **Rubric** (6 points)
# - 2: chooses offer 1 because members are good *and* differ: both conditions are named (1 for one of them).
# - 1: rejects offer 2 for lack of disagreement, not for lack of accuracy.
# - 1: rejects offer 3 because disagreement that comes from mistakes does not help: mean member plus gain.
#   An answer that takes the forests with a low weight, or after a test on set-aside pictures, earns the
#   point too.
# - 1: two numbers from the notebook, used as evidence.
# - 1: a situation in which the cost outweighs the gain (time, memory, explaining), or members that cannot
#   differ.
# ### END SOLUTION

# %% [markdown]
# ## What would break this?
#
# Before you go on, say each answer aloud, then open it.
#
# <details><summary>Twenty of the 800 labels are wrong. Does the team notice?</summary>
#
# Partly. Members learn wrong labels by heart, each in its own way, and the vote smooths that out. But all
# saw the *same* wrong labels: a mistake that all examples make together survives every vote.
# </details>
# <details><summary>New pictures come from a typeface that nobody has seen.</summary>
#
# All members learned from the same typefaces and fail together. Disagreement rises where they are unsure,
# which is a useful alarm; but readings in which all agree can be wrong, too.
# </details>
# <details><summary>The team's probabilities are used to decide whether a person should look.</summary>
#
# Good: averaging made the loss smaller, so they are better founded than one member's. But a team
# is less sure than its members are on average; choose the threshold anew, on pictures that were set aside.
# </details>
# <details><summary>Of fifty networks you take the seven that did best on the test pictures.</summary>
#
# Then the test pictures have become training pictures. The team will read fewer new ones than you report.
# </details>
# <details><summary>There is no room for seven networks on the device.</summary>
#
# Train one network to imitate the team's average probabilities: it keeps part of the gain (Hinton, Vinyals
# & Dean, *Distilling the knowledge in a neural network*, 2015).
# </details>

# %% [markdown]
# ## Hand in
#
# Restart the kernel, run all cells, look at the checks, save, and hand in `05_ensembling.ipynb`. The
# experiments are not run when we grade; your functions are called by name, with shapes, types and devices
# that you have not seen.
