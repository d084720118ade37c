# %% [markdown]
# # Unbalanced data: the minority class
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `confusion_matrix` | ●●○ | 10 | 10 |
# | 2 | `precision_recall_f1` | ●●○ | 15 | 10 |
# | 3 | `balanced_accuracy` | ●○○ | 5 | 6 |
# | 4 | `BalancedBatchSampler` | ●●● | 25 | 14 |
# | 5 | `class_weights` | ●○○ | 10 | 6 |
# | 6 | `weighted_cross_entropy` | ●○○ | 10 | 8 |
# | 7 | `focal_loss` | ●●○ | 10 | 8 |
# | 8 | `soft_f1_loss` | ●●○ | 15 | 8 |
# | 9 | `precision_recall_curve` | ●●● | 20 | 12 |
# | 10 | `best_threshold` | ●○○ | 10 | 6 |
# | | six predictions | | 5 | 6 × 2 |
# | | one written answer | | 10 | 6, read by a person |

# %%
import itertools
import math
from collections.abc import Callable, Iterable, Iterator

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import BatchSampler, DataLoader, RandomSampler, Sampler, TensorDataset

from convlab.check import public_checks, recorded
from convlab.data import sample
from convlab.models import conv_reader
from convlab.plots import PALETTE, DescribedFigure, show_bars, show_images
from convlab.training import accuracy

# %% choice="rare-letters-found" points=2
rare_letters_found = None  # "a", "b" or "c"
### BEGIN SOLUTION
rare_letters_found = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `confusion_matrix` (●●○, 10 minutes, 10 points)


# %% exercise="confusion_matrix"
def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Count who was read as what.

    Args:
        predictions: What was read, shape (N,), int64.
        labels: The truth, shape (N,), int64.
        num_classes: Number of classes, K.

    Returns:
        Shape (K, K), int64, on the labels' device: row t, column p holds how many of class t were read
        as class p.
    """
    ### BEGIN SOLUTION
    if predictions.ndim != 1 or predictions.shape != labels.shape:
        raise ValueError(
            "predictions and labels must both have the shape (N,), "
            f"got {tuple(predictions.shape)} and {tuple(labels.shape)}"
        )
    cells = labels.long() * num_classes + predictions  # the matrix, row by row, numbered from 0
    return cells.bincount(minlength=num_classes**2).view(num_classes, num_classes)
    ### END SOLUTION


# %% check="confusion_matrix" points=10
truth = torch.tensor([0, 0, 0, 1, 1, 2, 0])
read = torch.tensor([0, 2, 0, 1, 0, 2, 2])
with public_checks("confusion_matrix") as check:
    check.equal(
        "seven readings of three classes",
        lambda: confusion_matrix(read, truth, 3),
        torch.tensor([[2, 0, 2], [1, 1, 0], [0, 0, 1]]),
        hint="the row is the truth: four were 0, and two of them were read as 2",
    )
    check.equal(
        "a class that nobody has seen keeps its row and its column",
        lambda: confusion_matrix(torch.tensor([3, 0]), torch.tensor([1, 0]), 4),
        torch.tensor([[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]]),
        hint="K rows and K columns, whatever occurs",
    )
    check.equal(
        "300 readings: whoever is on the diagonal was read rightly",
        lambda: confusion_matrix(torch.arange(300) % 4, torch.arange(300) % 3, 5).diagonal(),
        torch.tensor([25, 25, 25, 0, 0]),
        hint="count every pair, also those that occur often",
    )

# %% choice="always-rare" points=2
always_rare = None  # "a", "b" or "c"
### BEGIN SOLUTION
always_rare = "a"
### END SOLUTION

# %% [markdown]
# ### Exercise: `precision_recall_f1` (●●○, 15 minutes, 10 points)


# %% exercise="precision_recall_f1"
def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Judge each class by its row and its column of a confusion matrix.

    Args:
        matrix: Counts, shape (K, K); rows are the truth.

    Returns:
        precision: Of what was read as the class, the share that is the class, shape (K,).
        recall: Of what is the class, the share that was read as the class, shape (K,).
        f1: Their harmonic mean, shape (K,).

        All are 0 where they are not defined, and floating: counts of an integer type give the default
        floating dtype.
    """
    ### BEGIN SOLUTION
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"matrix must have the shape (K, K), got {tuple(matrix.shape)}")
    if not matrix.is_floating_point():
        matrix = matrix.to(torch.get_default_dtype())
    hits, read, real = matrix.diagonal(), matrix.sum(dim=0), matrix.sum(dim=1)

    def share(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
        return part / whole.masked_fill(whole == 0, 1)  # where the whole is 0, so is the part

    return share(hits, read), share(hits, real), share(2 * hits, read + real)
    ### END SOLUTION


# %% check="precision_recall_f1" points=10
counts = torch.tensor([[6, 2, 0], [1, 3, 0], [1, 3, 0]])
with public_checks("precision_recall_f1") as check:
    check.close(
        "precision, column by column; nothing was read as class 2",
        lambda: precision_recall_f1(counts)[0],
        torch.tensor([6 / 8, 3 / 8, 0.0]),
        hint="a column holds what was read as the class; 0 where a column is empty",
    )
    check.close(
        "recall, row by row",
        lambda: precision_recall_f1(counts)[1],
        torch.tensor([6 / 8, 3 / 4, 0.0]),
        hint="a row holds what is the class",
    )
    check.close(
        "F1, the harmonic mean",
        lambda: precision_recall_f1(counts)[2],
        torch.tensor([3 / 4, 1 / 2, 0.0]),
        hint="2 · precision · recall / (precision + recall), and 0 where both are 0",
    )
    check.close(
        "a class that does not occur has recall 0, not NaN",
        lambda: precision_recall_f1(torch.tensor([[3, 1], [0, 0]]))[1],
        torch.tensor([0.75, 0.0]),
        hint="find what you divide by 0",
    )

# %% [markdown]
# ### Exercise: `balanced_accuracy` (●○○, 5 minutes, 6 points)


# %% exercise="balanced_accuracy"
def balanced_accuracy(matrix: torch.Tensor) -> float:
    """Mean recall over the classes that occur.

    Args:
        matrix: Counts, shape (K, K); rows are the truth. At least one is above 0.

    Returns:
        From 0 to 1; a class without samples does not count.
    """
    ### BEGIN SOLUTION
    samples = matrix.sum(dim=1)
    present = samples > 0
    if not present.any():
        raise ValueError("matrix must count one sample at least, but all its entries are 0")
    recall = matrix.diagonal()[present] / samples[present]
    return recall.mean().item()
    ### END SOLUTION


# %% check="balanced_accuracy" points=6
with public_checks("balanced_accuracy") as check:
    check.close(
        "recall .9 and .5, whatever the numbers of samples",
        lambda: balanced_accuracy(torch.tensor([[90, 10], [1, 1]])),
        0.7,
        hint="one recall for each class, then their mean",
    )
    check.close(
        "a reader that always says the same of three classes",
        lambda: balanced_accuracy(torch.tensor([[50, 0, 0], [3, 0, 0], [2, 0, 0]])),
        1 / 3,
        hint="recall 1, 0 and 0; a recall of 0 counts",
    )
    check.close(
        "a class without samples is left out",
        lambda: balanced_accuracy(torch.tensor([[3, 1, 0], [0, 0, 0], [0, 0, 8]])),
        0.875,
        hint="divide by the number of classes that occur, here 2",
    )

# %% choice="epoch-length" points=2
epoch_length = None  # "a", "b" or "c"
### BEGIN SOLUTION
epoch_length = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `BalancedBatchSampler` (●●●, 25 minutes, 14 points)


# %% exercise="BalancedBatchSampler"
class BalancedBatchSampler(Sampler):
    """Batches with equally many samples of each class, by drawing the smaller classes more often.

    An epoch, which is one pass over the sampler, covers every sample of a largest class once; classes of
    the same size are all largest. The samples of smaller classes come several times, drawn with or without
    replacement. Each epoch draws anew.

    Args:
        labels: Shape (N,), int64; the classes are the labels that occur.
        batch_size: Samples in a batch; the last one may have fewer, equally many of each class.
        generator: Where all random numbers come from.

    Yields:
        Lists of indices into `labels`.

    Raises:
        ValueError: batch_size is not divisible by the number of classes.
    """

    def __init__(self, labels: torch.Tensor, batch_size: int, *, generator: torch.Generator):
        ### BEGIN SOLUTION
        classes = labels.unique()
        if len(classes) == 0 or batch_size < 1 or batch_size % len(classes):
            raise ValueError(
                f"batch_size must be divisible by the number of classes, {len(classes)}, got {batch_size}"
            )
        self.members = [(labels == one).nonzero().squeeze(1) for one in classes]
        self.each = batch_size // len(classes)  # samples of each class in a batch
        self.longest = max(len(members) for members in self.members)
        self.generator = generator
        ### END SOLUTION

    def __len__(self) -> int:
        """Number of batches in an epoch."""
        ### BEGIN SOLUTION
        return math.ceil(self.longest / self.each)
        ### END SOLUTION

    def __iter__(self) -> Iterator[list[int]]:
        """One epoch of batches."""
        ### BEGIN SOLUTION
        columns = []
        for members in self.members:
            decks = math.ceil(self.longest / len(members))  # a small class is shuffled several times
            size, where = len(members), self.generator.device
            order = [torch.randperm(size, generator=self.generator, device=where) for _ in range(decks)]
            columns.append(members[torch.cat(order).to(members.device)].tolist())
        for start in range(0, self.longest, self.each):
            stop = min(start + self.each, self.longest)
            yield [index for column in columns for index in column[start:stop]]
        ### END SOLUTION


# %% check="BalancedBatchSampler" points=14
sorts = torch.tensor([7, 2, 2, 7, 2, 2, 2, 2, 2])  # two of class 7, seven of class 2


def epochs_of(batch_size: int, epochs: int = 1) -> list[list[list[int]]]:
    """Several epochs of one sampler."""
    sampler = BalancedBatchSampler(sorts, batch_size, generator=torch.Generator().manual_seed(0))
    return [list(sampler) for _ in range(epochs)]


with public_checks("BalancedBatchSampler") as check:
    check.equal(
        "seven of class 2, two in a batch: four batches, of 4, 4, 4 and 2 samples",
        lambda: [len(batch) for batch in epochs_of(4)[0]],
        [4, 4, 4, 2],
        hint="the last batch takes what is left of the largest class, and as many of the others",
    )
    check.equal(
        "each batch has equally many of both classes",
        lambda: [sum(int(sorts[index] == 7) for index in batch) for batch in epochs_of(4)[0]],
        [2, 2, 2, 1],
        hint="batch_size divided by the number of classes, of each",
    )
    check.equal(
        "an epoch covers every sample of the largest class once",
        lambda: sorted(index for batch in epochs_of(6)[0] for index in batch if sorts[index] == 2),
        [1, 2, 4, 5, 6, 7, 8],
        hint="shuffle the indices of the class, and cut the list into pieces",
    )
    check.true(
        "the next epoch draws anew",
        lambda: (lambda first, second: len(first) == len(second) == 4 and first != second)(*epochs_of(4, 2)),
        hint="draw in __iter__, not in __init__, and never seed the generator again",
    )
    check.equal(
        "len() is the number of batches",
        lambda: len(BalancedBatchSampler(sorts, 4, generator=torch.Generator())),
        4,
        hint="round up",
    )
    check.raises(
        "two classes, batches of 5",
        ValueError,
        lambda: BalancedBatchSampler(sorts, 5, generator=torch.Generator()),
        hint="raise in __init__, before anybody asks for a batch",
    )

# %% [markdown]
# ### Exercise: `class_weights` (●○○, 10 minutes, 6 points)


# %% exercise="class_weights"
def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """A weight for each class, inversely proportional to how often it occurs.

    Args:
        labels: Shape (N,), int64, N >= 1.
        num_classes: Number of classes, K.

    Returns:
        Shape (K,), floating, on the labels' device. The mean over the N *samples* of the weights of their
        classes is 1. 0 for a class that does not occur.
    """
    ### BEGIN SOLUTION
    counts = labels.bincount(minlength=num_classes).to(torch.get_default_dtype())
    present = counts > 0
    shares = counts * present.sum() / len(labels)
    return torch.where(present, 1 / shares.masked_fill(~present, 1), 0)
    ### END SOLUTION


# %% check="class_weights" points=6
with public_checks("class_weights") as check:
    check.close(
        "three of class 0 and one of class 1: the rare one weighs three times as much",
        lambda: class_weights(torch.tensor([0, 0, 1, 0]), 2),
        torch.tensor([2 / 3, 2.0]),
        hint="3 · 2/3 + 1 · 2 = 4, the number of samples",
    )
    check.close(
        "balanced classes weigh 1 each",
        lambda: class_weights(torch.tensor([2, 1, 0, 1, 2, 0]), 3),
        torch.ones(3),
        hint="what must a weight be multiplied with, so that the samples' mean is 1?",
    )
    check.close(
        "class 1 does not occur, and weighs 0",
        lambda: class_weights(torch.tensor([0, 2, 2, 2]), 3),
        torch.tensor([2.0, 0.0, 2 / 3]),
        hint="1 / 0 is infinite; and only two classes share the samples",
    )

# %% [markdown]
# ### Exercise: `weighted_cross_entropy` (●○○, 10 minutes, 8 points)


# %% exercise="weighted_cross_entropy"
def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Cross-entropy in which samples count as much as their class weighs.

    Args:
        logits: Shape (N, K).
        labels: Shape (N,), int64.
        weights: One for each class, shape (K,), >= 0.

    Returns:
        The weighted mean over the samples: the sum of weight times cross-entropy, divided by the sum of
        the weights. A tensor without axes, the logits' dtype and device.
    """
    ### BEGIN SOLUTION
    each = F.cross_entropy(logits, labels, reduction="none")
    weight = weights.to(logits.dtype)[labels]
    return (weight * each).sum() / weight.sum()
    ### END SOLUTION


# %% check="weighted_cross_entropy" points=8
# Probabilities of 1/4 and 3/4, 1/2 and 1/2.
quarters = torch.tensor([[0.0, math.log(3)], [0.0, 0.0]])
with public_checks("weighted_cross_entropy") as check:
    check.close(
        "weights of 1: the mean of −log 3/4 and −log 1/2",
        lambda: weighted_cross_entropy(quarters, torch.tensor([1, 0]), torch.ones(2)),
        torch.tensor(math.log(8 / 3) / 2),
        hint="−log of the probability of the true class",
    )
    check.close(
        "weights 3 and 1: (1 · −log 3/4 + 3 · −log 1/2) / 4",
        lambda: weighted_cross_entropy(quarters, torch.tensor([1, 0]), torch.tensor([3.0, 1.0])),
        torch.tensor((math.log(4 / 3) + 3 * math.log(2)) / 4),
        hint="divide by the sum of the samples' weights, not by their number",
    )
    check.close(
        "a sure mistake costs 2000, and not infinity",
        lambda: weighted_cross_entropy(
            torch.tensor([[2000.0, 0.0]]), torch.tensor([1]), torch.tensor([0.5, 4.0])
        ),
        torch.tensor(2000.0),
        hint="log_softmax, instead of the logarithm of softmax",
    )

# %% choice="hard-or-easy" points=2
hard_or_easy = None  # "a", "b" or "c"
### BEGIN SOLUTION
hard_or_easy = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `focal_loss` (●●○, 10 minutes, 8 points)


# %% exercise="focal_loss"
def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    """Cross-entropy that turns down the samples that are read rightly already.

    Args:
        logits: Shape (N, K).
        labels: Shape (N,), int64.
        gamma: How far they are turned down, >= 0; at 0 not at all.

    Returns:
        The mean over the samples of (1 - p)^gamma times cross-entropy, where p is the probability of the
        true class. A tensor without axes, the logits' dtype and device; it and its gradient are finite for
        extreme logits too.

    Source: Lin, Goyal, Girshick, He & Dollár, Focal loss for dense object detection (2017).
    """
    ### BEGIN SOLUTION
    if gamma < 0:
        raise ValueError(f"gamma must be at least 0, got {gamma}")
    log_p = -F.cross_entropy(logits, labels, reduction="none")
    # 0 to a power has no slope below a power of 1; a number next to 0 has.
    missing = (-torch.expm1(log_p)).clamp_min(torch.finfo(logits.dtype).tiny)
    return (missing**gamma * -log_p).mean()
    ### END SOLUTION


# %% check="focal_loss" points=8
with public_checks("focal_loss") as check:
    check.close(
        "gamma 0 is cross-entropy",
        lambda: focal_loss(quarters, torch.tensor([1, 0]), gamma=0.0),
        torch.tensor(math.log(8 / 3) / 2),
        hint="anything to the power of 0 is 1",
    )
    check.close(
        "gamma 2: a sixteenth of −log 3/4 and a quarter of −log 1/2, on average",
        lambda: focal_loss(quarters, torch.tensor([1, 0])),
        torch.tensor((math.log(4 / 3) / 16 + math.log(2) / 4) / 2),
        hint="one factor for each sample, before the mean",
    )
    check.close(
        "a sure mistake costs 2000",
        lambda: focal_loss(torch.tensor([[2000.0, 0.0]]), torch.tensor([1])),
        torch.tensor(2000.0),
        hint="log_softmax, instead of the logarithm of softmax",
    )

# %% [markdown]
# ### Exercise: `soft_f1_loss` (●●○, 15 minutes, 8 points)


# %% exercise="soft_f1_loss"
def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """F1 as a loss: count probabilities instead of decisions.

    Args:
        logits: Shape (N, K).
        labels: Shape (N,), int64.

    Returns:
        1 minus the mean soft F1 over the classes that occur in `labels`. The soft F1 of a class is
        2 · hits / (read + real), where "hits" adds up the class's probability over the samples of the
        class, "read" adds it up over all samples, and "real" is the number of samples of the class.
        A tensor without axes, the logits' dtype and device.
    """
    ### BEGIN SOLUTION
    probabilities = logits.softmax(dim=1)
    truth = F.one_hot(labels, logits.shape[1]).to(logits.dtype)
    hits, real = (probabilities * truth).sum(dim=0), truth.sum(dim=0)
    soft_f1 = 2 * hits / (probabilities.sum(dim=0) + real)
    return 1 - soft_f1[real > 0].mean()
    ### END SOLUTION


# %% check="soft_f1_loss" points=8
with public_checks("soft_f1_loss") as check:
    check.close(
        "two samples, class 1 and class 0: soft F1 is 1 / (3/4 + 1) and 3/2 / (5/4 + 1)",
        lambda: soft_f1_loss(quarters, torch.tensor([1, 0])),
        torch.tensor(1 - (4 / 7 + 2 / 3) / 2),
        hint="sum over the samples, for each class; the mean over classes comes last",
    )
    check.close(
        "nearly perfect: nearly 0",
        lambda: soft_f1_loss(torch.tensor([[50.0, 0, 0], [0, 50, 0], [0, 0, 50]]), torch.arange(3)),
        torch.tensor(0.0),
        hint="all of the probability is at the true classes; F1 is 1 and the loss 0",
    )
    check.close(
        "class 1 does not occur: F1 is that of class 0, 5/2 / (5/4 + 2), and no mean",
        lambda: soft_f1_loss(quarters[:, [1, 0]], torch.tensor([0, 0])),
        torch.tensor(1 - 2.5 / 3.25),
        hint="leave out classes without samples before you take the mean",
    )

# %% choice="lower-threshold" points=2
lower_threshold = None  # "a", "b" or "c"
### BEGIN SOLUTION
lower_threshold = "b"
### END SOLUTION

# %% [markdown]
# ### Exercise: `precision_recall_curve` (●●●, 20 minutes, 12 points)


# %% exercise="precision_recall_curve"
def precision_recall_curve(
    scores: torch.Tensor, labels: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Precision and recall at each threshold that makes a difference.

    Args:
        scores: The larger, the more likely positive, shape (N,), N >= 1.
        labels: 1 for positive, 0 for negative, shape (N,), int64.

    Returns:
        precision: Of what scores at least the threshold, the share that is positive, shape (T + 1,); the
            last entry is 1.
        recall: Of what is positive, the share that scores at least the threshold, shape (T + 1,); the last
            entry is 0. Where nothing is positive, all others are 1.
        thresholds: The distinct scores, ascending, shape (T,).

        All have the scores' device, precision and recall a floating dtype.
    """
    ### BEGIN SOLUTION
    if scores.ndim != 1 or scores.shape != labels.shape or len(scores) == 0:
        raise ValueError(
            "scores and labels must both have the shape (N,) with N >= 1, "
            f"got {tuple(scores.shape)} and {tuple(labels.shape)}"
        )
    thresholds, place = scores.unique(return_inverse=True)
    dtype = scores.dtype if scores.is_floating_point() else torch.get_default_dtype()

    def at_least(places: torch.Tensor) -> torch.Tensor:
        """How many score at least each threshold: count from the top."""
        return places.bincount(minlength=len(thresholds)).flip(0).cumsum(0).flip(0).to(dtype)

    positives = at_least(place[labels == 1])
    precision = positives / at_least(place)
    recall = positives / positives[0] if positives[0] > 0 else torch.ones_like(positives)
    return torch.cat([precision, precision.new_ones(1)]), torch.cat([recall, recall.new_zeros(1)]), thresholds
    ### END SOLUTION


# %% check="precision_recall_curve" points=12
marks = torch.tensor([0.9, 0.2, 0.4, 0.4, 0.7])
rare = torch.tensor([1, 0, 1, 0, 0])
with public_checks("precision_recall_curve") as check:
    check.close(
        "the thresholds are the distinct scores, ascending",
        lambda: precision_recall_curve(marks, rare)[2],
        torch.tensor([0.2, 0.4, 0.7, 0.9]),
        hint="0.4 occurs twice, and is one threshold",
    )
    check.close(
        "precision: 2 of 5, 2 of 4, 1 of 2, 1 of 1, and a last 1",
        lambda: precision_recall_curve(marks, rare)[0],
        torch.tensor([0.4, 0.5, 0.5, 1.0, 1.0]),
        hint="at a threshold, all with a score of it or more are read as positive, ties included",
    )
    check.close(
        "recall: 2 of 2, 2 of 2, 1 of 2, 1 of 2, and a last 0",
        lambda: precision_recall_curve(marks, rare)[1],
        torch.tensor([1.0, 1.0, 0.5, 0.5, 0.0]),
        hint="the smallest threshold takes all",
    )
    check.close(
        "nothing is positive: recall is 1",
        lambda: precision_recall_curve(marks[:2], torch.tensor([0, 0]))[1],
        torch.tensor([1.0, 1.0, 0.0]),
        hint="0 of 0 would be NaN",
    )

# %% choice="peeking" points=2
peeking = None  # "a", "b" or "c"
### BEGIN SOLUTION
peeking = "a"
### END SOLUTION

# %% [markdown]
# ### Exercise: `best_threshold` (●○○, 10 minutes, 6 points)


# %% exercise="best_threshold"
def best_threshold(
    scores: torch.Tensor,
    labels: torch.Tensor,
    metric: Callable[[torch.Tensor, torch.Tensor], float],
) -> tuple[float, float]:
    """The threshold at which a metric is largest.

    Args:
        scores: Shape (N,), N >= 1.
        labels: 0 or 1, shape (N,), int64.
        metric: Called as `metric(predictions, labels)`, with predictions of 1 where a score is at least
            the threshold and 0 elsewhere, shape (N,), int64.

    Returns:
        threshold: Of all distinct scores the one with the largest metric, the smallest if there are several.
        value: The metric there.
    """
    ### BEGIN SOLUTION
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.unique().tolist()}  # ascending
    threshold = max(values, key=values.__getitem__)  # the first of several
    return threshold, values[threshold]
    ### END SOLUTION


# %% check="best_threshold" points=6
def share_equal(predictions: torch.Tensor, labels: torch.Tensor) -> float:
    """Accuracy, as a metric."""
    return (predictions == labels).double().mean().item()


with public_checks("best_threshold") as check:
    check.close(
        "0.4 for these five, where four of five are right",
        lambda: best_threshold(marks, torch.tensor([1, 0, 1, 0, 1]), share_equal),
        (0.4, 0.8),
        hint="a score that equals the threshold is read as positive",
    )
    check.close(
        "0.4 and 0.9 are equally good: the smaller",
        lambda: best_threshold(torch.tensor([0.9, 0.4, 0.6]), torch.tensor([1, 1, 0]), share_equal)[0],
        0.4,
        hint="replace the best only by what is better, not by what is equal",
    )
    check.equal(
        "the predictions are int64, 0 and 1",
        lambda: best_threshold(marks, rare, lambda read, _: float(read.dtype == torch.int64))[1],
        1.0,
        hint="(scores >= threshold) is bool",
    )

# %% [markdown]
# ## In your own words

# %% [markdown] written="which-lever" points=6
# ### BEGIN SOLUTION
# **Model answer.**
# ### END SOLUTION
