# %% [markdown]
# # Capstone: practice makes perfect
#
# Eight notebooks, eight ideas. Here you need all of them at once, as one does outside of courses: somebody
# brings you a heap of handwritten digits, far too few of them labelled, some kinds hardly at all. You are to
# build a reader that reads *new* pictures, the rare kinds too, wherever they stand, and even when somebody
# tries to fool it; and you have some seconds.
#
# There is one exercise, and no single right answer to it. The grader trains your reader on labels that you
# have not seen and measures four numbers on pictures that it never hands out. Each earns points in steps.
#
# | | what you do | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1–5 | five predictions, one for each rung of a ladder | ●○○ | 25 | 5 × 2 |
# | 6 | `train_reader` | ●●● | 90 | 78 |
# | 7 | one written answer | ●●○ | 20 | 12, read by a person |
#
# A reader on the second rung passes. The ladder's top has full marks. What you find beyond it has none, but a
# place on the class's leaderboard, if you like.

# %%
import copy
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DatasetUnavailableError, handwriting, torchvision_dataset
from convlab.models import conv_reader
from convlab.plots import show_bars, show_images
from convlab.pretrained import WeightsUnavailableError, letters_reader, photo_reader
from convlab.progress import track

# %% [markdown]
# ## Your tools
#
# You have built all of these before; here they are in short, each with the notebook it comes from. Use them,
# change them, or write better ones.


# %%
def seeded(seed: int) -> torch.Generator:
    """A new generator on the CPU."""
    return torch.Generator().manual_seed(seed)


@contextmanager
def in_mode(model: nn.Module, *, training: bool) -> Iterator[None]:
    """Inside the block the whole model is in one mode; afterwards every module is in its own again (07)."""
    before = [(module, module.training) for module in model.modules()]
    model.train(training)
    try:
        yield
    finally:
        for module, mode in before:
            module.training = mode


def with_new_head(backbone: nn.Module, num_classes: int, *, generator: torch.Generator) -> nn.Module:
    """A copy of a reader whose last layer, its head, starts anew for other classes (04)."""
    model = copy.deepcopy(backbone)
    name, old = list(model.named_children())[-1]
    with torch.random.fork_rng(devices=[]):  # a new layer draws from the global state, which stays as it was
        torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
        head = nn.Linear(old.in_features, num_classes)
    setattr(model, name, head.to(old.weight))
    return model


def uniform(
    count: int, low: float, high: float, *, like: torch.Tensor, generator: torch.Generator
) -> torch.Tensor:
    """(count,) numbers in [low, high), drawn where the generator lives, on the device of `like`."""
    drawn = torch.rand(count, generator=generator, device=generator.device)
    return (low + (high - low) * drawn).to(like)


def jolted(
    images: torch.Tensor, *, degrees: float = 15, shift: float = 4, generator: torch.Generator
) -> torch.Tensor:
    """Each picture turned, moved [px] and resized by a little, at random (03)."""
    draw = lambda low, high: uniform(len(images), low, high, like=images, generator=generator)  # noqa: E731
    angle, scale = torch.deg2rad(draw(-degrees, degrees)), draw(0.85, 1.15)
    cos, sin = torch.cos(angle) * scale, torch.sin(angle) * scale
    across, down = (draw(-shift, shift) * 2 / size for size in images.shape[:1:-1])
    rows = [torch.stack([cos, -sin, across], 1), torch.stack([sin, cos, down], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


def any_rows(labels: torch.Tensor, size: int, *, generator: torch.Generator) -> torch.Tensor:
    """Rows for one step, each picture as likely as any other."""
    drawn = torch.randint(len(labels), (size,), generator=generator, device=generator.device)
    return drawn.to(labels.device)


def balanced_rows(labels: torch.Tensor, size: int, *, generator: torch.Generator) -> torch.Tensor:
    """Rows for one step, each class as likely as any other (06)."""
    share = 1 / torch.bincount(labels)[labels].double()
    drawn = torch.multinomial(share.to(generator.device), size, replacement=True, generator=generator)
    return drawn.to(labels.device)


def update(
    model: nn.Module, optimizer: torch.optim.Optimizer, images: torch.Tensor, labels: torch.Tensor
) -> None:
    """One step of training on these pictures, in training mode (04)."""
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def fgsm(model: nn.Module, images: torch.Tensor, labels: torch.Tensor, epsilon: float) -> torch.Tensor:
    """The pictures with every pixel moved by epsilon, to where the loss rises; made in eval mode (07)."""
    pixels = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        loss = F.cross_entropy(model(pixels), labels, reduction="sum")
        slope = torch.autograd.grad(loss, pixels)[0]
    return (images + epsilon * slope.sign()).clamp(0, 1)


# %% [markdown]
# ## The task
#
# The digits are handwriting of real people, each at a place, a size and an angle of its own, under noise.
# Seven classes have 30 labelled pictures each, three have only 4. Which three, is drawn; and so is **what a
# label stands for**: label 0 may stand for the sevens. What you know about digits is of no use, then, and a
# reader that learned real digits elsewhere is of none either. Only the labels tell.


# %%
def some_labels(
    seed: int, *, data: str = "handwriting", download: bool = False
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, list[int]]:
    """Pictures to learn from with their labels, pictures set aside with theirs, and the rare classes.

    Args:
        seed: Draws everything.
        data: "handwriting", or a data set of torchvision for those online, such as "CIFAR10".
        download: Fetch that data set if it is not there.
    """
    online = data != "handwriting"
    pictures, digit = torchvision_dataset(data, download=download) if online else handwriting(seed=seed)
    generator = seeded(seed)
    labels = torch.randperm(10, generator=generator)[digit]
    rare = torch.randperm(10, generator=generator)[:3].tolist()
    order = torch.randperm(len(labels), generator=generator)
    by_class = [order[labels[order] == label] for label in range(10)]
    known = torch.cat([rows[: 4 if label in rare else 30] for label, rows in enumerate(by_class)])
    aside = torch.cat([rows[30:80] for rows in by_class])
    return pictures[known], labels[known], pictures[aside], labels[aside], rare


# %% experiment
torch.set_num_threads(1)
images, labels, aside, truth, rare = some_labels(seed=0)
counts = torch.bincount(labels).tolist()
print(f"labelled pictures of each class: {counts}")
print(f"{len(aside)} pictures are set aside, 50 of each class")
show_images(
    torch.cat([images[labels == label][:4] for label in range(10)])
    .view(10, 4, 1, 28, 28)
    .transpose(0, 1)
    .flatten(0, 1),
    titles=[f"{label} ×{count}" for label, count in enumerate(counts)] + [""] * 30,
    columns=10,
    size=0.9,
    alt="Four handwritten digits of each of ten classes, tilted, moved and noisy; titles give the counts",
)

# %% [markdown]
# ## Four numbers
#
# One number is easily had by giving up the others. So there are four, each measured on pictures set aside:
#
# ![Four gauges: new pictures, rare classes, pictures that have moved, attacked pictures](four.svg)
#
# - **accuracy**: the share of new pictures that are read rightly (as many of each class);
# - **minority recall**: the same, of the three rare classes alone (06);
# - **shift consistency**: the share of pictures of which the label stays the same when the picture moves by
#   up to 3 pixels (02). It counts only for readers that read, since who always says 4 is perfectly
#   consistent;
# - **accuracy under FGSM** with ε = .05 (07). The grader attacks your reader with its own gradient *and* with
#   a borrowed attack, made for another reader; a picture counts when it survives both. A reader without a
#   gradient counts as fooled: to hide is no defence.


# %%
def moved(images: torch.Tensor, *, generator: torch.Generator) -> torch.Tensor:
    """Each picture moved by up to 3 pixels along each axis, zeros where it came from."""
    height, width = images.shape[-2:]
    wide = F.pad(images, [3] * 4)
    places = torch.randint(7, (len(images), 2), generator=generator).tolist()
    return torch.stack(
        [one[:, y : y + height, x : x + width] for one, (y, x) in zip(wide, places, strict=True)]
    )


def four_numbers(
    reader: nn.Module, images: torch.Tensor, labels: torch.Tensor, rare: list[int]
) -> dict[str, float]:
    """What the grader measures, but for the borrowed attack, on pictures that you have set aside."""
    attacked = fgsm(reader, images, labels, 0.05)
    with torch.no_grad(), in_mode(reader, training=False):
        read, after = reader(images).argmax(1), reader(moved(images, generator=seeded(0))).argmax(1)
        fooled = reader(attacked).argmax(1)
    right = read == labels
    return {
        "accuracy": right.float().mean().item(),
        "recall": right[torch.isin(labels, torch.tensor(rare))].float().mean().item(),
        "consistency": (read == after).float().mean().item(),
        "under FGSM": (fooled == labels).float().mean().item(),
    }


# %% [markdown]
# ## The ladder
#
# We climb it together, one idea for each rung. `climb` trains by 150 steps of 64 pictures each and prints the
# four numbers; what its arguments do is what the rungs are about.


# %% experiment
ladder: dict[str, dict[str, float]] = {}


def climb(
    rung: str,
    reader: nn.Module,
    *,
    change: Callable[..., torch.Tensor] = lambda pictures, *, generator: pictures,
    rows_of: Callable[..., torch.Tensor] = any_rows,
    epsilon: float = 0.0,
    steps: int = 150,
) -> nn.Module:
    """Train a reader, and note its four numbers in the ladder."""
    started, generator = time.process_time(), seeded(1)
    weights = [weight for weight in reader.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=7e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 7e-3, total_steps=steps)
    for step in track(range(steps), rung):
        rows = rows_of(labels, 64, generator=generator)
        batch = change(images[rows], generator=generator)
        if epsilon:
            batch = fgsm(reader, batch, labels[rows], epsilon * min(1, 2 * step / steps))
        update(reader, optimizer, batch, labels[rows])
        schedule.step()
    ladder[rung] = four_numbers(reader.eval(), aside, truth, rare)
    told = ", ".join(f"{name} {value:.2f}" for name, value in ladder[rung].items())
    print(f"{rung}: {told} ({time.process_time() - started:.1f} s of processor time)")
    return reader


torch.manual_seed(0)
scratch = climb("from scratch", conv_reader(10, width=12, down="stride"))

# %% [markdown]
# That is the motivating failure: a sound convnet, trained as in notebook 01, knows its 222 pictures by heart
# and reads three of ten new ones, and none of the rare classes.
#
# ## 1 · Borrow
#
# A reader of the 26 capital letters, printed ones, is at hand: `letters_reader()`. Nobody has shown it a
# handwritten digit.
#
# ![A trunk that has learned letters keeps its filters; only the head is new](borrow.svg)
#
# **Predict.** We keep its blocks frozen and train only a new head of 7690 weights on the same 222 pictures.
# The accuracy on new ones
#
# - **a** stays about the same: letters are not digits
# - **b** about doubles
# - **c** reaches .9: strokes are strokes

# %% choice="borrowed" points=2
borrowed = None  # "a", "b" or "c"
### BEGIN SOLUTION
borrowed = "b"
### END SOLUTION


# %% experiment
def frozen_letters() -> nn.Module:
    """The letters reader with a new head; only the head learns."""
    reader = with_new_head(letters_reader(), 10, generator=seeded(1))
    for block in list(reader.children())[:-1]:
        block.requires_grad_(False)
        block.train = lambda mode=True, block=block: block  # batch norm keeps its statistics, too
    return reader


borrowing = climb("+ borrow", frozen_letters())

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# From .33 to .64, in a fifth of the time. The filters for strokes, ends and corners are there already; 222
# pictures suffice for a head, not for filters (04). The rare classes hardly gain: a head that has seen 30 of
# one and 4 of the other bets on the first.
# </details>
#
# ## 2 · Move
#
# The digits stand at any place within ±4 pixels and ±15 degrees. A class with 4 pictures shows 4 places.
#
# ![One digit becomes many, turned and moved; no two steps see the same](move.svg)
#
# From here on all layers learn, and each step sees its pictures turned and moved anew.
#
# **Predict.** Which of the four numbers gains most from that?
#
# - **a** shift consistency, since that is what is trained
# - **b** minority recall
# - **c** accuracy under FGSM, since changed pictures are what is trained

# %% choice="gains-most" points=2
gains_most = None  # "a", "b" or "c"
### BEGIN SOLUTION
gains_most = "b"
### END SOLUTION


# %% experiment
def whole_letters() -> nn.Module:
    """The letters reader with a new head; everything learns."""
    return with_new_head(letters_reader(), 10, generator=seeded(1))


moving = climb("+ move", whole_letters(), change=jolted)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The accuracy rises from .64 to .77 and the labels that survive a shift from .69 to .81, but the recall of
# the rare classes from .22 to .51. Pictures that differ only in their place teach that place does not matter;
# that helps most where there were fewest. Attacks are not moves: under FGSM nothing has changed. This is the
# rung that **passes**.
# </details>
#
# ## 3 · Give each class a voice
#
# Of 64 pictures in a step, a common class has 9 and a rare one 1. `balanced_rows` gives each 6.
#
# ![Ten columns of unequal height become ten of equal height](voices.svg)
#
# **Predict.** What does it cost? The accuracy over all new pictures
#
# - **a** falls: what the rare classes gain, the common ones lose
# - **b** rises: here the rare classes are three of ten among new pictures

# %% choice="voices" points=2 choices="ab"
voices = None  # "a" or "b"
### BEGIN SOLUTION
voices = "b"
### END SOLUTION

# %% experiment
balancing = climb("+ balance", whole_letters(), change=jolted, rows_of=balanced_rows)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The recall of the rare classes rises from .51 to .81, and with it the accuracy, from .77 to .86. (Over five
# sets of labels: .43 to .64, and .78 to .84. With 4 pictures of a class, it matters which ones.) In notebook
# 06 the rare class was rare among new pictures too, and balance cost precision. Here every class is met
# equally often, as on parcels, where nobody asks how often a digit was labelled.
# </details>
#
# ## 4 · Harden
#
# ![In each step the batch is attacked with the weights as they are, then learned](harden.svg)
#
# Attack each batch with the weights as they are now, and learn from what comes out (07). The attack grows
# during the first half of the steps.
#
# **Predict.** In notebook 07, hardening cost a little accuracy on clean pictures. With 222 labels, hardening
# at ε = .1
#
# - **a** costs a tenth or more: the reader cannot afford it
# - **b** costs next to nothing

# %% choice="hardened" points=2 choices="ab"
hardened = None  # "a" or "b"
### BEGIN SOLUTION
hardened = "b"
### END SOLUTION

# %% experiment
hardening = climb("+ harden", whole_letters(), change=jolted, rows_of=balanced_rows, epsilon=0.1)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# Under FGSM .67 instead of .06, and the accuracy is .85 instead of .86. With few labels, learning by heart is
# the main enemy, and an attacked picture cannot be learned by heart: it is another one each time. It is the
# most expensive augmentation there is, and the best aimed.
# </details>
#
# ## 5 · Ask several times
#
# A team beats its members where they make different mistakes (05). You have no time to train a team. But one
# reader that looks at *nine copies* of a picture, each moved by two pixels or not at all, is a team of sorts.
#
# ![Nine moved copies of a picture go through one reader; their probabilities are averaged](views.svg)
#
# **Predict.** Averaging the probabilities of nine views
#
# - **a** makes labels steadier under shifts; the accuracy hardly changes
# - **b** raises the accuracy by a tenth
# - **c** changes nothing: it is the same reader nine times

# %% choice="nine-views" points=2
nine_views = None  # "a", "b" or "c"
### BEGIN SOLUTION
nine_views = "a"
### END SOLUTION


# %%
class Views(nn.Module):
    """A reader that looks at a picture and its eight neighbours, and averages what it thinks of them."""

    def __init__(self, reader: nn.Module, step: int = 2) -> None:
        super().__init__()
        self.reader, self.step = reader, step

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Log of the mean probability of each class, which serves as logits."""
        height, width = images.shape[-2:]
        wide = F.pad(images, [self.step] * 4)
        places = [(y * self.step, x * self.step) for y in range(3) for x in range(3)]
        views = torch.cat([wide[:, :, y : y + height, x : x + width] for y, x in places])
        shares = self.reader(views).softmax(1)
        return shares.view(9, len(images), -1).mean(0).clamp_min(1e-12).log()


# %% experiment
ladder["+ nine views"] = four_numbers(Views(hardening).eval(), aside, truth, rare)
for rung, numbers in ladder.items():
    print(f"{rung:>13}: " + ", ".join(f"{name} {value:.2f}" for name, value in numbers.items()))
show_bars(
    list(ladder),
    {name: [numbers[name] for numbers in ladder.values()] for name in ladder["+ move"]},
    ylabel="share of 500 new pictures",
    alt="Six groups of four bars, mostly rising; accuracy .33 to .86, under FGSM 0 until hardened",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The accuracy hardly changes (.85 to .86), and labels become steadier: of pictures that move, .82 to .86, and
# of pictures that are attacked, .67 to .74. Nine views make nearly the same mistakes, so the team gains
# little where one view is wrong; but where a label hangs by a thread, the average of nine decides the same
# way for a picture and its neighbour.
#
# Look at the whole ladder. No rung does everything, and each has one number that it is for. Borrowing made
# the rest affordable, moving and balancing brought the rare classes, hardening brought the attacked ones.
# </details>
#
# ## 6 · Your reader
#
# Now put it together, in *one* function that gets labels it has never seen. Climb as far as you like.
#
# ### Exercise: `train_reader` (●●●, 90 minutes, 78 points)
#
# | step | measured on new pictures | weight |
# |---|---|---|
# | gives a reader, in eval mode | | 3 of 39 |
# | accuracy | more than half; most; nearly three in four | 3 + 3 + 4 |
# | minority recall | some; far more than with a new head alone | 3 + 4 |
# | shift consistency | some; most | 2 + 3 |
# | accuracy under FGSM | some; most | 3 + 4 |
# | budget, generator, backbone, input, device | | 2 + 2 + 1 + 1 + 1 |
#
# **The budget.** The grader gives 20 seconds of *processor* time (`time.process_time()`, which a busy machine
# does not stretch), three times what the ladder's top needs. Up to twice the budget and two seconds more is
# forgiven; who needs more loses the two points of the budget, and after a minute and a half the training is
# ended. It also trains once with a budget of *one* second, and wants an answer, not a good one. So count
# steps, and use the clock as an emergency brake: whoever trains until the clock says stop gets another reader
# each time.
#
# **The rules.** Learn from `images`, `labels` and `backbone` alone. The grader's labels are drawn and
# renamed; digits from anywhere else do not help.
#
# <details><summary>It reads a tenth, or always the same class</summary>
#
# Labels and images do not go together: index both with the *same* rows. Or the head still has 26 outputs.
# </details>
# <details><summary>It reads well here, and badly in the grader</summary>
#
# It depends on something outside: `labels` and `images` of the experiments above instead of the arguments?
# The experiments are not run when we grade. Restart the kernel and run only the cells that are no
# experiments.
# </details>
# <details><summary>New pictures are read at random right after training</summary>
#
# The reader is in training mode: batch norm looks at the batch. `.eval()` in the end.
# </details>
# <details><summary>The loss becomes 0, and new pictures gain nothing</summary>
#
# It knows them by heart. Is each step's batch moved anew, or were all pictures moved once before the loop?
# </details>
# <details><summary>Hardening makes everything worse</summary>
#
# Does ε grow slowly? A game against a much stronger opponent teaches nothing. Is the attack made in eval
# mode, and the update in training mode?
# </details>
# <details><summary>"the global random state changed"</summary>
#
# New layers draw from it. `with_new_head` puts it back; so does `with torch.random.fork_rng(devices=[]):`.
# </details>


# %% exercise="train_reader"
def train_reader(
    images: torch.Tensor,
    labels: torch.Tensor,
    *,
    backbone: nn.Module,
    budget_seconds: float,
    generator: torch.Generator,
) -> nn.Module:
    """Train a reader on few and unbalanced labels.

    Args:
        images: Shape (N, 1, 28, 28), floating, in [0, 1].
        labels: Shape (N,), int64, 0 to 9. Each class occurs, some rarely.
        backbone: Reads letters, as `letters_reader()`; left as it is found. On the images' device.
        budget_seconds: Processor time that the training may use [s].
        generator: Draws everything that is random. The same state gives the same reader, unless the budget
            ends the training early; the global random state is left alone.

    Returns:
        A module in eval mode, from (N, 1, 28, 28) images to (N, 10) logits, on the images' device.
    """
    ### BEGIN SOLUTION
    end = time.process_time() + 0.7 * budget_seconds
    reader = with_new_head(backbone, 10, generator=generator)
    optimizer = torch.optim.AdamW(reader.parameters(), lr=7e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 7e-3, total_steps=150)
    for step in range(150):
        if time.process_time() > end:
            break
        rows = balanced_rows(labels, 64, generator=generator)
        batch = jolted(images[rows], generator=generator)
        batch = fgsm(reader, batch, labels[rows], 0.1 * min(1, step / 75))
        update(reader, optimizer, batch, labels[rows])
        schedule.step()
    return Views(reader).eval()
    ### END SOLUTION


# %% check="train_reader" points=78
def trained(seed: int, *, budget: float) -> tuple[nn.Module, float]:
    """A reader of the labels of that seed, and the processor seconds that it took."""
    few, few_labels, *_ = some_labels(seed)
    started = time.process_time()
    reader = train_reader(
        few, few_labels, backbone=letters_reader(), budget_seconds=budget, generator=seeded(seed)
    )
    return reader, time.process_time() - started


with public_checks("train_reader") as check:
    new, new_labels, new_rare = some_labels(7)[2:]
    mine, took = trained(7, budget=20)
    numbers = four_numbers(mine, new, new_labels, new_rare)
    for name, value in numbers.items():
        print(f"{name:>12}: {value:.2f}")
    print(f"     seconds: {took:.1f}")
    check.shape(
        "a module that gives ten logits for each picture",
        lambda: tuple(mine(new[:5]).shape),
        (5, 10),
        hint="return the trained model itself, with a head of ten outputs",
    )
    check.true("in eval mode", lambda: not mine.training, hint="return reader.eval()")
    check.true(
        "it reads more than half of the pictures set aside",
        numbers["accuracy"] > 0.5,
        hint="index images and labels with the same rows; start from the backbone",
    )
    check.true("within the budget of 20 seconds", took <= 20, hint="fewer steps, or a smaller batch")
    check.true(
        "a budget of one second is kept, too",
        lambda: trained(7, budget=1)[1] < 4,
        hint="look at time.process_time() in each step",
    )

# %% [markdown]
# The check above uses one set of labels. Yours should be judged by more: here are your four numbers over
# three sets, beside the second and the last rung of the ladder.

# %% experiment
yours = []
for seed in track((11, 12, 13), "three sets of labels"):
    few, few_labels, unseen, unseen_labels, few_rare = some_labels(seed)
    reader = train_reader(
        few, few_labels, backbone=letters_reader(), budget_seconds=20, generator=seeded(seed)
    )
    yours.append(four_numbers(reader, unseen, unseen_labels, few_rare))
    print(f"labels {seed}: " + ", ".join(f"{name} {value:.2f}" for name, value in yours[-1].items()))
names = list(yours[0])
show_bars(
    names,
    {
        "+ move": [ladder["+ move"][name] for name in names],
        "+ nine views": [ladder["+ nine views"][name] for name in names],
        "yours, mean of 3": [sum(one[name] for one in yours) / len(yours) for name in names],
    },
    ylabel="share of 500 new pictures",
    alt="Four groups of three bars: your reader beside the second and the last rung of the ladder",
)

# %% [markdown]
# Our reader, the ladder's top, reads .84 to .87 of the new pictures and .73 to .80 of the rare classes over
# these three sets. Between sets of labels the recall of the rare classes differs most: three classes with
# four pictures each are twelve pictures, and some are better teachers than others.
#
# ### Beyond the ladder
#
# No points, but places on the leaderboard. What else have you learned?
#
# - A **team** of two or three readers from different heads and orders (05) costs its size in seconds.
# - A **reader made for it**: blur before each stride (02) for the shifts, more channels for the rest.
# - **Slower and longer**: 300 steps of 32 pictures cost what 150 of 64 do.
# - A **smaller attack at the start, a larger one at the end**; several small steps instead of one (PGD, 07).
# - **Mixup** (03), label smoothing, or the mean of the weights over the last steps.
#
# Try one thing at a time, on labels of at least three seeds. One seed tells you about the seed.

# %% [markdown]
# ## The leaderboard
#
# If you like, choose a name under which the class sees your four numbers. It is shown as you write it, in one
# line of at most 24 characters; your own name never is. Leave it empty, and you are not shown.

# %% told="pseudonym"
pseudonym = ""

# %% [markdown]
# ## The same on photographs
#
# Where there is a network, everything above works on photographs by *one argument*: ten kinds of things
# instead of ten digits (CIFAR-10), in colour, 30 labels of seven and 4 of three of them, and a backbone that
# has seen a million other photographs. Write `download=True` and be patient: ResNet-18 takes minutes on a
# laptop.


# %% experiment
def on_photographs(data: str = "CIFAR10", *, download: bool = False, budget_seconds: float = 900) -> None:
    """Your reader on one of torchvision's data sets, if it is there or may be fetched."""
    try:
        few, few_labels, unseen, unseen_labels, few_rare = some_labels(0, data=data, download=download)
        backbone = photo_reader()
    except (DatasetUnavailableError, WeightsUnavailableError) as error:
        print(f"Not today. {error}")
        return
    reader = train_reader(
        few, few_labels, backbone=backbone, budget_seconds=budget_seconds, generator=seeded(0)
    )
    for name, value in four_numbers(reader, unseen, unseen_labels, few_rare).items():
        print(f"{name:>12}: {value:.2f}")


on_photographs("CIFAR10")

# %% [markdown]
# ## 7 · In your own words
#
# A clinic wants to read the digits on its forms. It has 200 labelled forms from one ward; digits 1 and 7 are
# common, 9 hardly occurs. Each form is filled in by somebody else. A wrong digit can reach a patient.
#
# Write to the clinic. **What did you do, and what did each part buy?** Name at least three rungs with the
# number that each moved, from your own runs. **What do your four numbers not tell?** Name two things that you
# would measure before anybody relies on the reader, and **what you would do instead** of letting it decide
# alone.
#
# Eight to twelve sentences. A person reads this answer.

# %% [markdown] written="to-the-clinic" points=12
# ### BEGIN SOLUTION
# **Model answer.** We had 222 labelled digits, of three kinds only four each. Trained on these alone a
# convnet read 3 of 10 new digits and none of the rare ones. Borrowing filters from a reader of printed
# letters doubled that. Most came from showing each digit at another place and angle in every step: the rare
# kinds rose from 2 of 10 to about 4 of 10, and labels that survive a small shift from about .65 to .83.
# Balanced batches gave the rare kinds another fifth. Training on attacked digits took the accuracy under FGSM
# from nearly nothing to .66, and cost no accuracy, because an attacked digit cannot be learned by heart. Nine
# views made labels steadier still.
#
# The numbers do not tell how the reader does on *your* forms: other people, other pens, another scanner. I
# would label 300 forms from other wards and other people, and measure recall for each digit on them, since
# the mean hides a digit that is always misread. I would measure how often it is wrong when it is sure, and
# FGSM says nothing about stains and crossed-out digits. It also has no answer "this is no digit". I would let
# it decide only above a threshold chosen on set-aside forms, send the rest to a person, and check a random
# sample of what it decided alone.
#
# **Rubric** (12 points)
# - 4: at least three rungs, each with the number that it moved, from own runs (1 for each, 1 for saying *why*
#   one of them helps).
# - 2: says honestly what is still poor: the rare classes, or the spread between seeds.
# - 3: two things to measure that the four numbers do not show, fit for the case: other writers or scanners,
#   recall of each digit, calibration, things that are no digits, the real frequencies (1 each, 1 for how).
# - 2: a way to use it that does not let it decide alone: a threshold with a person behind it, sampling.
# - 1: written for the clinic: no unexplained terms.
# ### END SOLUTION

# %% [markdown]
# ## What would break this?
#
# Before you close the last notebook, say each answer aloud, then open it.
#
# <details><summary>You tried forty recipes and kept the one that did best on pictures set aside.</summary>
#
# Then these have become training pictures, and the grader's numbers will be lower. Choose on one set of
# seeds, report on another. The grader measures once.
# </details>
# <details><summary>In the clinic, nine of ten digits are a 1.</summary>
#
# Balanced batches taught the reader that all kinds are equally likely. Precision of the rare ones falls; move
# the threshold, or multiply its probabilities by the real frequencies (06).
# </details>
# <details><summary>The attacker knows that you harden with FGSM at ε = .1.</summary>
#
# She takes ten small steps (PGD), or a sticker, or ε = .2. Hardened against one attack is not hardened.
# </details>
# <details><summary>The backbone was trained by somebody you do not know.</summary>
#
# Its weights may hold a back door: a pattern that makes every reader built on it say 4. You would not see it
# in any of the four numbers.
# </details>
# <details><summary>Pictures come from a camera twice as sharp.</summary>
#
# Strokes are as many pixels wide as they were in the training, or the filters do not find them. Bring
# pictures to the same size first, or train on several.
# </details>

# %% [markdown]
# ## Hand in
#
# Restart the kernel, run all cells, look at the check, save, and hand in `08_capstone.ipynb`. The experiments
# are not run when we grade; `train_reader` is called by name, with labels that you have not seen.
