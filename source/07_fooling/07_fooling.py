# %% [markdown]
# # Fooling convnets: what a filter wants to see
#
# A convnet slides one complicated filter over a picture: small patterns, patterns of patterns, and at the
# end a number for each class. Whoever knows the filter can turn it round and ask: *which picture does it
# want?* In this notebook you do that. You change digits so little that nobody would notice, and the reader
# reads something else. You harden a reader against it, and see what that costs and what it leaves open.
# You find out what single filters look for, make a sticker that turns digits into eights, and breed
# abstract pictures that a reader takes for a digit with 99 %.
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `input_gradient` | ●●○ | 15 | 9 |
# | 2 | `fgsm` | ●●○ | 15 | 12 |
# | 3 | `accuracy_under_attack` | ●○○ | 10 | 6 |
# | 4 | `pgd` | ●●○ | 20 | 12 |
# | 5 | `adversarial_training_step` | ●●○ | 15 | 10 |
# | 6 | `excite_filter` | ●●● | 25 | 12 |
# | 7 | `apply_patch` | ●●○ | 10 | 8 |
# | 8 | `train_patch` | ●●○ | 20 | 10 |
# | 9 | `evolve_image` | ●●○ | 20 | 9 |
# | | six predictions | | 5 | 6 × 2 |
# | | one written answer | | 15 | 6, read by a person |
#
# Parts 3, 4 and 5 use your `fgsm`, and that uses your `input_gradient`; part 8 uses your `apply_patch`.
# The others stand on their own: stuck in one, go on to the next. Hints are folded, and sorted by what you
# see on your screen.

# %%
import copy
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DIGITS, sample
from convlab.models import conv_reader
from convlab.plots import PALETTE, DescribedFigure, show_bars, show_curves, show_images
from convlab.progress import track
from convlab.training import accuracy, train

# %% [markdown]
# Four helpers that you may use wherever you like. `in_mode` matters most: **a model that is only looked at
# must come back as it was**. A reader in the middle of its training that silently stays in eval mode no
# longer updates its batch norm, and nobody sees why it gets no better.


# %%
def seeded(seed: int) -> torch.Generator:
    """A new generator on the CPU."""
    return torch.Generator().manual_seed(seed)


@contextmanager
def in_mode(model: nn.Module, *, training: bool) -> Iterator[None]:
    """Inside the block the whole model is in one mode; afterwards every module is in its own again."""
    before = [(module, module.training) for module in model.modules()]
    model.train(training)
    try:
        yield
    finally:
        for module, mode in before:
            module.training = mode


def probabilities_of(model: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """How probable the model holds each class, in eval mode, (N, K)."""
    with torch.no_grad(), in_mode(model, training=False):
        return model(images).softmax(1)


def said(model: nn.Module, images: torch.Tensor) -> list[str]:
    """What the model reads in each image, and how sure it is, such as "8 (0.97)"."""
    sure, label = probabilities_of(model, images).max(1)
    return [f"{one} ({share:.2f})" for one, share in zip(label.tolist(), sure.tolist(), strict=True)]


# %% [markdown]
# ## A reader that is never at a loss
#
# 1500 digits, slightly tilted, blurred and noisy, and a small convnet. It reads new digits practically
# without a mistake. Then we show it what it has never seen: letters, noise, a chequerboard, an empty page.
# Above each picture stand the digit that it reads and how probable it holds that.

# %% experiment
torch.set_num_threads(1)
pictures, truth = sample(1500, DIGITS, level="easy", seed=0)
unseen, unseen_truth = sample(400, DIGITS, level="easy", seed=100)
torch.manual_seed(0)
reader = conv_reader(width=10, down="stride")
train(reader, pictures, truth, epochs=8, lr=1e-2)
print(f"new digits that are read rightly: {accuracy(reader, unseen, unseen_truth):.3f}")

letters = sample(300, "ACEFHKMNPRTUVWXY", level="easy", seed=5)[0]
noise = torch.rand(1, 1, 28, 28, generator=seeded(0))
squares = ((torch.arange(28)[:, None] // 4 + torch.arange(28) // 4) % 2).float()
strange = torch.cat([letters[:7], noise, squares[None, None], torch.zeros(1, 1, 28, 28)])
show_images(
    strange,
    titles=said(reader, strange),
    columns=5,
    size=1.5,
    alt="Seven letters, noise, a chequerboard, an empty page; above each a digit and its probability",
)
sure = probabilities_of(reader, letters).max(1).values
print(
    f"300 letters: {sure.mean():.2f} sure on average, more than .9 sure of {(sure > 0.9).float().mean():.2f}"
)

# %% [markdown]
# It reads more than .99 of new digits. Of letters it is .82 sure on average, and of half of them more than
# .9 sure (over five seeds: .42 to .55). There is no answer "none of these", and nobody ever taught it
# doubt. A 28 × 28 picture is one of 256⁷⁸⁴; the 1500 that it learned from say what is right on a tiny
# island of them. Everywhere else the network says *something*, and often says it loudly.
#
# So far we stumbled over such pictures by accident. From now on, we look for them on purpose.

# %% [markdown]
# ## 1 · Turn the question round
#
# Training asks: *how must the weights change for the loss to fall?* The picture stays as it is, and the
# gradient goes to the weights. But backpropagation goes all the way to the input. Hold the weights and
# ask: **how must the picture change for the loss to rise?** The answer is a picture itself, with one
# number for each pixel.
#
# ![From the loss one arrow goes back to the weights and another to the picture](gradient.svg)
#
# A positive number says: make this pixel brighter, and the reader gets worse. For several pictures at
# once, add up their losses: a picture's pixels have no part in the losses of the others.
#
# **Predict.** Somebody takes the *mean* of the losses of a batch of 50 pictures instead of their sum. Each
# picture's gradient is then
#
# - **a** the same
# - **b** 50 times smaller
# - **c** the mean of the gradients of all 50

# %% choice="mean-loss" points=2
mean_loss = None  # "a", "b" or "c"
### BEGIN SOLUTION
mean_loss = "b"
### END SOLUTION

# %% [markdown]
# ### Exercise: `input_gradient` (●●○, 15 minutes, 9 points)
#
# `torch.autograd.grad(loss, images)` returns the gradient and writes nothing anywhere, whereas
# `loss.backward()` writes into the `.grad` of everything, the weights included.
#
# <details><summary>"One of the differentiated Tensors does not require grad"</summary>
#
# Autograd only follows tensors that ask for it: `images.detach().clone().requires_grad_()` is a copy that
# does, and leaves your caller's tensor alone.
# </details>
# <details><summary>The values change from call to call, or differ from those expected by a little</summary>
#
# The model was in training mode: dropout throws dice, and batch norm looks at the batch. `with
# in_mode(model, training=False):`
# </details>
# <details><summary>The values are a whole factor too small</summary>
#
# `F.cross_entropy` takes the mean unless told otherwise: `reduction="sum"`.
# </details>
# <details><summary>I get a tuple</summary>
#
# `torch.autograd.grad` answers with one gradient for each tensor that it was asked about. Take the first.
# </details>


# %% exercise="input_gradient"
def input_gradient(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """For each pixel, how fast the loss rises when that pixel gets brighter.

    The model is used in eval mode. Afterwards it is as it was found: every module's mode, buffers,
    `requires_grad` and `.grad` of its weights.

    Args:
        model: From (N, C, H, W) images to (N, K) logits.
        images: Shape (N, C, H, W), floating.
        labels: Shape (N,), int64.

    Returns:
        The gradient of the cross-entropy, summed over the images, with respect to the images; their
        shape, dtype and device.
    """
    ### BEGIN SOLUTION
    images = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        loss = F.cross_entropy(model(images), labels, reduction="sum")
        return torch.autograd.grad(loss, images)[0]
    ### END SOLUTION


# %% check="input_gradient" points=9
stripes = torch.tensor([[[1.0, -1.0, 1.0], [-1.0, 1.0, -1.0]]])  # (1, 2, 3), adds up to 0


def two_classes(weight: torch.Tensor) -> nn.Sequential:
    """Class 0 has the logit 0, class 1 the weighted sum of the pixels. In training, dropout disturbs it."""
    model = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(weight.numel(), 2, bias=False))
    with torch.no_grad():
        model[2].weight.copy_(torch.stack([torch.zeros(weight.numel()), weight.flatten()]))
    return model


def left_as_found() -> bool:
    """Whether a model with parts in different modes is as before, once there is a gradient."""
    model = two_classes(stripes)
    model[1].eval()
    gradient = input_gradient(model, torch.zeros(2, 1, 2, 3), torch.tensor([0, 1]))
    modes = [part.training for part in model]
    right = gradient.allclose(torch.stack([stripes, -stripes]) / 2)
    return right and modes == [True, False, True] and model[2].weight.grad is None


with public_checks("input_gradient") as check:
    check.close(
        "black pictures: each class has the probability 1/2, and the gradient is ±w/2",
        lambda: input_gradient(two_classes(stripes), torch.zeros(2, 1, 2, 3), torch.tensor([0, 1])),
        torch.stack([stripes, -stripes]) / 2,
        hint="cross_entropy with reduction='sum', in eval mode, differentiated by the images",
    )
    check.close(
        "a sum of log 3: class 1 has the probability 3/4",
        lambda: input_gradient(
            two_classes(stripes), stripes[None].clamp_min(0) * math.log(3) / 3, torch.tensor([0])
        ),
        0.75 * stripes[None],
        hint="logits go into cross_entropy as they are, without softmax",
    )
    check.true(
        "the model is left as it was: each part's mode, and no gradients in its weights",
        left_as_found,
        hint="in_mode, and torch.autograd.grad(loss, images) instead of loss.backward()",
    )

# %% experiment
shown, shown_truth = unseen[:6], unseen_truth[:6]
gradient = input_gradient(reader, shown, shown_truth)
loudest = gradient.abs().amax(dim=(1, 2, 3), keepdim=True)
show_images(
    torch.cat([shown, 0.5 + gradient / loudest / 2]),
    titles=[*said(reader, shown), *[f"× {0.5 / scale:.0f}" for scale in loudest.flatten().tolist()]],
    columns=6,
    alt="Six digits, and below each its gradient: light and dark specks around and on the strokes",
)

# %% [markdown]
# Below each digit is its gradient, multiplied by the number above it to make it visible. Grey means: this
# pixel does not matter. Specks lie on the strokes and near them; but nothing in them looks like a digit.
# The reader minds things that you and I do not see.
#
# Is the gradient true? It predicts what happens when a pixel gets a little brighter: the loss changes by
# that little times the gradient. Here are 200 pixels of one digit, each brightened by .02 in a picture of
# its own.

# %% experiment
every = input_gradient(reader, unseen, unseen_truth)
hardest = int(every.abs().sum(dim=(1, 2, 3)).argmax())
digit, label = unseen[hardest], unseen_truth[hardest]
chosen = torch.randperm(784, generator=seeded(1))[:200]
nudged = digit.flatten().repeat(200, 1)
nudged[torch.arange(200), chosen] += 0.02
told = 0.02 * every[hardest].flatten()[chosen]


def loss_of(images: torch.Tensor) -> torch.Tensor:
    """−log of the probability of the digit's own class, for each image."""
    return -probabilities_of(reader, images)[:, label].log()


happened = loss_of(nudged.view(200, 1, 28, 28)) - loss_of(digit[None])
off = (happened - told).abs().mean() / told.abs().mean()
print(f"the prediction is off by {off:.0%} of the mean change")
figure = DescribedFigure(figsize=(4.4, 3.6), layout="constrained")
figure.alt = "Measured over predicted change of the loss for 200 pixels: the points lie on the diagonal"
axes = figure.subplots()
reach = float(told.abs().max())
axes.plot([-reach, reach], [-reach, reach], "--", color="grey", linewidth=1)
axes.plot(told, happened, "o", color=PALETTE[0], markersize=3)
axes.set(xlabel="change that the gradient predicts", ylabel="change of the loss")
figure.show_described()

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The points lie on the diagonal, or nearly: the prediction is off by a tenth at most (five seeds). For
# small changes the gradient is as good as trying it out, and it costs one pass back instead of 784
# forward.
#
# And the mean: a mean is the sum divided by 50, and so are all gradients. Each picture still has a
# gradient of its own, 50 times smaller. It would depend on how many *other* pictures came along; hence the
# sum.
# </details>
#
# <details><summary>What would break this?</summary>
#
# - A reader that is *very* sure. Where the probability of the truth rounds to 1, the loss and its gradient
#   round to 0, and the gradient says nothing although an attack is possible.
# - Steps in the model that have no derivative, such as rounding: the gradient is 0 nearly everywhere. Some
#   defences do nothing else, and look safe until somebody attacks without gradients (part 9).
# </details>

# %% [markdown]
# ## 2 · Many small steps in one direction
#
# Each pixel may move by at most ε, so little that nobody minds. Which way? Where the gradient is positive,
# up by ε; where it is negative, down by ε. Only the *sign* counts: each pixel that is moved the right way
# adds its share, and shares add up.
#
# ![Six weights; steps that follow their signs add up to 1.6, random ones nearly cancel](sign_step.svg)
#
# With a positive gradient the loss rises, and the reader reads *something else*. To make it read what you
# want, a **targeted** attack, let the loss of the wanted class *fall*.
#
# **Predict.** A linear reader has 784 weights, all of about the size .1. You move every pixel by .05. With
# random signs the logit changes by .05 · .1 · √784 = .14, typically. With the right signs it changes by
#
# - **a** about the same: each step is just as small
# - **b** about 5 times as much
# - **c** 28 times as much

# %% choice="adding-up" points=2
adding_up = None  # "a", "b" or "c"
### BEGIN SOLUTION
adding_up = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `fgsm` (●●○, 15 minutes, 12 points)
#
# The *fast gradient sign method* of Goodfellow, Shlens & Szegedy (2015): one gradient, one step.
#
# <details><summary>Most pixels move by less than epsilon</summary>
#
# You multiply by the gradient itself. `.sign()` makes +1, −1 or 0 of it. (Near 0 and 1 the clamp makes
# steps shorter: that is right.)
# </details>
# <details><summary>The attacked digits are read <em>better</em></summary>
#
# Without `targeted`, climb: add. With it, `labels` are what you want to be read: go down, subtract.
# </details>
# <details><summary>Values below 0 or above 1</summary>
#
# `clamp(0, 1)`, after the step. No camera and no file has a pixel of 1.1.
# </details>
# <details><summary>With ε = 0 the picture changes</summary>
#
# Then something else than the step has touched it: a normalisation, a conversion to another dtype.
# </details>


# %% exercise="fgsm"
def fgsm(
    model: nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilon: float,
    *,
    targeted: bool = False,
) -> torch.Tensor:
    """The fast gradient sign method: one step, for every pixel as far as is allowed.

    The model is used in eval mode, and left as it was found.

    Args:
        model: From (N, C, H, W) images to (N, K) logits.
        images: Shape (N, C, H, W), floating, in [0, 1].
        labels: What the images show; with `targeted`, what they are to be read as. Shape (N,), int64.
        epsilon: How far a pixel may be moved, >= 0.
        targeted: Move towards `labels` instead of away from them.

    Returns:
        Images in [0, 1], no pixel farther than epsilon from where it was; dtype and device of `images`,
        and no graph attached.

    Source: Goodfellow, Shlens & Szegedy, Explaining and harnessing adversarial examples (2015).
    """
    ### BEGIN SOLUTION
    step = epsilon * input_gradient(model, images, labels).sign()
    return (images.detach() + (-step if targeted else step)).clamp(0, 1)
    ### END SOLUTION


# %% check="fgsm" points=12
uneven = torch.tensor([[[[0.1, -4.0, 0.0], [2.0, 0.3, -0.5]]]])  # weights of very different sizes
grey = torch.full((1, 1, 2, 3), 0.5)
zero, one = torch.tensor([0]), torch.tensor([1])
with public_checks("fgsm") as check:
    check.close(
        "away from class 0: up where the weight is positive, down where it is negative, each by 1/4",
        lambda: fgsm(two_classes(uneven), grey, zero, 0.25),
        grey + 0.25 * uneven.sign(),
        hint="the sign of the gradient, times epsilon: small weights move a pixel as far as large ones",
    )
    check.close(
        "towards class 0: the other way",
        lambda: fgsm(two_classes(uneven), grey, zero, 0.25, targeted=True),
        grey - 0.25 * uneven.sign(),
        hint="with targeted the loss of the wanted class is to fall",
    )
    check.close(
        "bright pixels do not get brighter than 1",
        lambda: fgsm(two_classes(uneven), grey + 0.4, zero, 0.25),
        torch.where(uneven > 0, 1.0, 0.9 + 0.25 * uneven.sign()),
        hint="clamp the result, at both ends",
    )
    check.true(
        "pictures without a graph come back",
        lambda: (
            not (attacked := fgsm(two_classes(uneven), grey, one, 0.25)).requires_grad
            and attacked.allclose(grey - 0.25 * uneven.sign())
        ),
        hint="a result that is wanted as a picture carries no graph: detach",
    )

# %% [markdown]
# Above: what the reader was shown. In the middle: the same digits after FGSM with ε = .1. Below: after
# noise of the same size, where each pixel moves by .1 as well, up or down by the toss of a coin.


# %% experiment
def random_signs(images: torch.Tensor, epsilon: float) -> torch.Tensor:
    """Each pixel moved up or down by epsilon, at random."""
    signs = torch.randn(images.shape, generator=seeded(0)).sign()
    return (images + epsilon * signs).clamp(0, 1)


rows = [shown, fgsm(reader, shown, shown_truth, 0.1), random_signs(shown, 0.1)]
show_images(
    torch.cat(rows),
    titles=[title for row in rows for title in said(reader, row)],
    columns=6,
    alt="Six digits clean, after FGSM and after noise: they look alike, and FGSM changes most readings",
)

# %% [markdown]
# You read all 18 without effort, and so does the reader in the upper and in the lower row. In the middle
# row it is wrong nearly everywhere, and often sure of it. What is the difference? Look at the **margin**:
# the logit of the right digit minus the largest of the others. Below 0, the reader is wrong.


# %% experiment
def margin(images: torch.Tensor) -> float:
    """Mean margin of the unseen digits' own classes."""
    logits = probabilities_of(reader, images).log()  # up to a constant, which drops out
    own = logits.gather(1, unseen_truth[:, None]).squeeze(1)
    others = logits.scatter(1, unseen_truth[:, None], -math.inf).amax(1)
    return (own - others).mean().item()


sizes = [0.0, 0.02, 0.04, 0.06, 0.08, 0.1]
margins_at = {
    "FGSM": [margin(fgsm(reader, unseen, unseen_truth, epsilon)) for epsilon in sizes],
    "random signs": [margin(random_signs(unseen, epsilon)) for epsilon in sizes],
}
for name, values in margins_at.items():
    print(f"{name:>12}:", ", ".join(f"{value:.1f}" for value in values))
show_curves(
    sizes,
    margins_at,
    xlabel="ε",
    ylabel="mean margin",
    alt="Under FGSM the margin falls in nearly a straight line and below 0; under noise it hardly moves",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# Under FGSM the margin falls from 7.5 to −3.6, nearly in a straight line, and crosses 0 below ε = .1.
# Noise of the same size takes away .7. (Over five seeds: FGSM takes away 9 to 13, noise .7 to 1.4.)
#
# That is the arithmetic of the question above. Coins cancel each other: 784 of them leave √784 = 28. Right
# signs do not cancel: 784 leave 784, which is 28 times as much. Nothing mysterious, no crack in one layer:
# the network is *nearly linear* around a picture, and a picture has many pixels. More pixels make it
# worse: at 224 × 224 × 3 the factor is not 28 but 388 (Goodfellow and others, 2015, explain it in this
# way).
# </details>
#
# And with a target? One and the same digit, moved towards each of the ten digits in turn, with ε = .2:

# %% experiment
wanted = torch.arange(10)
one_digit = unseen[:1].repeat(10, 1, 1, 1)
turned = fgsm(reader, one_digit, wanted, 0.2, targeted=True)
show_images(
    turned,
    titles=[
        f"to be {want}: {title}" for want, title in zip(wanted.tolist(), said(reader, turned), strict=True)
    ],
    columns=5,
    size=1.5,
    alt="One digit ten times with slight noise; for most targets the reader reads what was wanted",
)
next_one = (unseen_truth + 1) % 10
for epsilon in (0.1, 0.2):
    aimed = fgsm(reader, unseen, next_one, epsilon, targeted=True)
    print(f"ε = {epsilon}: {accuracy(reader, aimed, next_one):.2f} of all digits are read as the next one")

# %% [markdown]
# With ε = .2 some three quarters of the digits become the one that was wanted (.71 to .81 over five
# seeds), with ε = .1 between .21 and .59. To be read as *something* else is easy; to be read as a certain
# digit takes more.
#
# <details><summary>What would break this?</summary>
#
# - Pixels of 0 to 255: ε = .1 is then less than a rounding error. Know your range.
# - Saving the attack as a JPEG, photographing it, printing it: much of the fine pattern gets lost. Attacks
#   for the street need larger patterns (parts 7 and 8).
# - A class that the reader gives away by its *own* guess: attack with the reader's answer as label if you
#   do not know the truth. It works as well, where the reader was right.
# </details>

# %% [markdown]
# ## 3 · How large must ε be?
#
# One picture that fools is an anecdote. A curve is evidence: the share of digits that are still read, for
# each size of the attack. Ask it of a model before you trust it, as you ask an engineer which load a
# bridge bears.
#
# ![Clean images go through FGSM at three sizes; each time the share that is read is noted](curve.svg)
#
# ### Exercise: `accuracy_under_attack` (●○○, 10 minutes, 6 points)
#
# `accuracy(model, images, labels)` from `convlab.training` is imported, and leaves the model as it was.
#
# <details><summary>The curve falls too fast: the second entry is as if ε were the sum of both</summary>
#
# You attack what was attacked already. Each ε starts from the *clean* images.
# </details>
# <details><summary>At ε = 0 it is not the ordinary accuracy</summary>
#
# Is the model in eval mode when it reads, too?
# </details>
# <details><summary>The list holds tensors</summary>
#
# `.item()`, or `float(…)`.
# </details>


# %% exercise="accuracy_under_attack"
def accuracy_under_attack(
    model: nn.Module, images: torch.Tensor, labels: torch.Tensor, epsilons: list[float]
) -> list[float]:
    """The share of images that a model still reads rightly when each is attacked with FGSM.

    The model is used in eval mode, and left as it was found.

    Args:
        model: From (N, C, H, W) images to (N, K) logits.
        images: Shape (N, C, H, W), floating, in [0, 1].
        labels: What they show, shape (N,), int64.
        epsilons: Sizes of the attack, in any order.

    Returns:
        For each epsilon, in their order, the share from 0 to 1. At 0 it is the ordinary accuracy.
    """
    ### BEGIN SOLUTION
    return [accuracy(model, fgsm(model, images, labels, epsilon), labels) for epsilon in epsilons]
    ### END SOLUTION


# %% check="accuracy_under_attack" points=6
# Four pictures of class 1 that stand .05, .15, .25 and .35 on the right side of the border in each pixel.
margins = torch.tensor([0.05, 0.15, 0.25, 0.35]).view(4, 1, 1, 1)
ones = torch.ones(4, dtype=torch.int64)
with public_checks("accuracy_under_attack") as check:
    check.close(
        "without an attack all four are read, and each .1 more takes one of them",
        lambda: accuracy_under_attack(
            two_classes(stripes), 0.5 + margins * stripes, ones, [0.0, 0.1, 0.2, 0.3]
        ),
        [1.0, 0.75, 0.5, 0.25],
        hint="attack with fgsm, then convlab's accuracy",
    )
    check.close(
        "in the order of the epsilons",
        lambda: accuracy_under_attack(two_classes(stripes), 0.5 + margins * stripes, ones, [0.3, 0.0, 0.4]),
        [0.25, 1.0, 0.0],
        hint="always start from the clean images, and do not sort",
    )

# %% experiment
sizes = [0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25]
under = {
    "random signs": [accuracy(reader, random_signs(unseen, epsilon), unseen_truth) for epsilon in sizes],
    "FGSM": accuracy_under_attack(reader, unseen, unseen_truth, sizes),
}
for name, shares in under.items():
    print(f"{name:>12}:", ", ".join(f"{share:.3f}" for share in shares))
show_curves(
    sizes,
    under,
    xlabel="ε",
    ylabel="share of digits read",
    alt="Random signs leave the accuracy near 1 up to ε = .2; FGSM takes it to about .1 at ε = .1",
)

# %% [markdown]
# At ε = .1 random signs leave about .99, FGSM leaves about .1 (over five seeds .07 to .29), at ε = .2
# random signs still leave .90 to .98 and FGSM next to nothing. **A test with random noise says nothing
# about an adversary.** Between .02 and .1 the curve is steep: there, one seed differs much from the next,
# and a single point of the curve is a poor measure.
#
# <details><summary>What would break this?</summary>
#
# - An ε that people *can* see. With ε = .5 one can paint the picture grey, and nobody is to blame.
# - A weak attack. The curve is an upper bound: there may be a better attack, and the next part has one.
# </details>

# %% [markdown]
# ## 4 · Better attacks: small steps, and back into the box
#
# FGSM trusts one gradient for the whole way. But the network is only *nearly* linear, and after half of
# the way another direction may be better. So take small steps and ask for a new gradient after each. A
# pixel must not wander farther than ε from where it *started*, nor out of [0, 1]: after each step it is
# put back. All pictures that are allowed form a box around the original, and to put back into it is a
# **projection**.
#
# ![Two pixels: FGSM jumps to a corner of the box, PGD takes steps along its edge to a higher place](ball.svg)
#
# This is **projected gradient descent**, PGD (Madry and others, 2018). With a random start inside the box
# it also tries other ways up.
#
# **Predict.** At ε = .1 one FGSM step leaves about one digit in ten. Ten smaller steps in the same box
# leave
#
# - **a** fewer, next to none
# - **b** just as many: the box is the same
# - **c** more, since each step is smaller

# %% choice="small-steps" points=2
small_steps = None  # "a", "b" or "c"
### BEGIN SOLUTION
small_steps = "a"
### END SOLUTION

# %% [markdown]
# ### Exercise: `pgd` (●●○, 20 minutes, 12 points)
#
# One step is `fgsm` with `step_size` in place of ε. A uniform number from −ε to ε is `epsilon * (2 * u −
# 1)` with `u` from `torch.rand`; draw on `generator.device`, then move to the images' device.
#
# <details><summary>After ten steps of .1, pixels are 1.0 away from where they were</summary>
#
# There is no projection, or only a clamp to [0, 1]. `torch.minimum(torch.maximum(x, low), high)` with
# `low` and `high` from the *original* images.
# </details>
# <details><summary>Pixels never get farther than one step</summary>
#
# Each step must start where the last one ended. Keep two tensors: the images, and the picture so far.
# </details>
# <details><summary>The loss is lower than FGSM's</summary>
#
# Do the steps reach the border at all? `steps * step_size` should be at least ε; 2.5 · ε / steps is usual.
# </details>
# <details><summary>With a generator the result is the same for every seed</summary>
#
# Is the random start overwritten by `images` in the loop?
# </details>


# %% exercise="pgd"
def pgd(
    model: nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilon: float,
    *,
    step_size: float,
    steps: int,
    generator: torch.Generator | None = None,
    targeted: bool = False,
) -> torch.Tensor:
    """Projected gradient descent: many small FGSM steps, after each of them back into the ball.

    The ball is all pictures in [0, 1] of which no pixel is farther than epsilon from `images`. The model is
    used in eval mode, and left as it was found.

    Args:
        model: From (N, C, H, W) images to (N, K) logits.
        images: Shape (N, C, H, W), floating, in [0, 1].
        labels: What the images show; with `targeted`, what they are to be read as. Shape (N,), int64.
        epsilon: How far a pixel may end from where it was, >= 0.
        step_size: How far each step moves a pixel.
        steps: Number of steps.
        generator: Draws a starting point, each pixel uniform within epsilon of where it was, and cut to
            [0, 1]; without it, start at the images.
        targeted: Move towards `labels` instead of away from them.

    Returns:
        Images in the ball; dtype and device of `images`, and no graph attached.

    Source: Madry and others, Towards deep learning models resistant to adversarial attacks (2018).
    """
    ### BEGIN SOLUTION
    images = images.detach()
    low, high = (images - epsilon).clamp_min(0), (images + epsilon).clamp_max(1)
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    for _ in range(steps):
        found = fgsm(model, found, labels, step_size, targeted=targeted)
        found = torch.minimum(torch.maximum(found, low), high)
    return found
    ### END SOLUTION


# %% check="pgd" points=12
def from_seed(seed: int, *, steps: int = 1) -> torch.Tensor:
    """One small step from a random start within 1/4 of grey."""
    return pgd(two_classes(uneven), grey, zero, 0.25, step_size=0.01, steps=steps, generator=seeded(seed))


with public_checks("pgd") as check:
    check.close(
        "two steps of .1 go .2 far",
        lambda: pgd(two_classes(uneven), grey, zero, 0.25, step_size=0.1, steps=2),
        grey + 0.2 * uneven.sign(),
        hint="each step is an FGSM step of step_size, from where the last one ended",
    )
    check.close(
        "ten steps of .1 end at the border of the ball",
        lambda: pgd(two_classes(uneven), grey, zero, 0.25, step_size=0.1, steps=10),
        grey + 0.25 * uneven.sign(),
        hint="after each step, bring every pixel back to within epsilon of the images",
    )
    check.close(
        "towards class 0, from a bright picture: within [0, 1] and within the ball",
        lambda: pgd(two_classes(uneven), grey + 0.4, zero, 0.25, step_size=0.1, steps=10, targeted=True),
        torch.where(uneven < 0, 1.0, 0.9 - 0.25 * uneven.sign()),
        hint="targeted goes the other way; the picture's own limits hold as well",
    )
    check.true(
        "with a generator it starts at random: another seed, another picture; the same seed, the same",
        lambda: (
            from_seed(1).equal(from_seed(1))
            and not from_seed(1).allclose(from_seed(2), atol=0.03)
            and (from_seed(1) - grey).abs().max() <= 0.25 + 1e-6
        ),
        hint="torch.rand(…, generator=generator) lies in [0, 1); stretch it to −epsilon … epsilon",
    )
    check.true(
        "and the random start lies in the ball, on both sides of the picture",
        lambda: all(
            0.02 < (sign * (torch.cat([from_seed(seed) for seed in range(9)]) - 0.5)).max() <= 0.25 + 1e-6
            for sign in (-1, 1)
        ),
        hint="uniform from −epsilon to epsilon, around the images",
    )

# %% experiment
counts = [1, 2, 3, 5, 10, 20]


def after_steps(count: int, epsilon: float) -> torch.Tensor:
    """The unseen digits after PGD with so many steps, which could go 2.5 times as far as allowed."""
    size = epsilon if count == 1 else 2.5 * epsilon / count
    return pgd(reader, unseen, unseen_truth, epsilon, step_size=size, steps=count)


by_count = [accuracy(reader, after_steps(count, 0.1), unseen_truth) for count in counts]
print("ε = .1,", ", ".join(f"{n} steps: {share:.3f}" for n, share in zip(counts, by_count, strict=True)))
under["PGD, 10 steps"] = [accuracy(reader, after_steps(10, epsilon), unseen_truth) for epsilon in sizes]
print("PGD over ε:", ", ".join(f"{share:.3f}" for share in under["PGD, 10 steps"]))
show_curves(
    sizes,
    under,
    xlabel="ε",
    ylabel="share of digits read",
    alt="Below the curve of FGSM lies that of PGD: about .4 at ε = .05, and 0 at .1",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# At ε = .1, one step leaves about a tenth, ten steps leave .00 to .05 over five seeds. Twenty do hardly
# more than ten. The box is the same; its corners are not equally bad, and each new gradient leads to a
# worse one. With a target PGD gains even more: twenty steps with ε = .2 turned .98 to 1.00 of the digits
# into the next one, where FGSM reached .71 to .81.
# </details>
#
# <details><summary>What would break this?</summary>
#
# - Ten steps of .001 at ε = .1: the box is never filled, and the model looks robust. If your attack fails,
#   suspect your attack first. Athalye, Carlini & Wagner (*Obfuscated gradients give a false sense of
#   security*, 2018) looked at nine published defences in this way, and most of them fell.
# - Dropout that stays on during the attack: each step climbs another hill.
# </details>

# %% [markdown]
# ### Made for one reader, shown to another
#
# All this needs the model: its weights, its gradients. Is a reader safe that nobody can look into?
#
# **Predict.** We attack *our* reader with FGSM and ε = .2; it then reads about 1 % of the digits. Now
# *another* reader gets the very same pictures. It has the same layers, but learned from other pictures,
# starting from other weights. It reads
#
# - **a** 95 % or more, as if the changes were noise
# - **b** something in between, such as 60 %
# - **c** as few as ours: 1 %

# %% choice="other-reader" points=2
other_reader = None  # "a", "b" or "c"
### BEGIN SOLUTION
other_reader = "b"
### END SOLUTION

# %% experiment
attacked = {epsilon: fgsm(reader, unseen, unseen_truth, epsilon) for epsilon in sizes}
torch.manual_seed(50)
stranger = conv_reader(width=10, down="stride")
train(stranger, *sample(1500, DIGITS, level="easy", seed=50), epochs=8, lr=1e-2, seed=50)
crossing = {
    "noise, our reader": under["random signs"],
    "attack, other reader": [accuracy(stranger, images, unseen_truth) for images in attacked.values()],
    "attack, our reader": under["FGSM"],
}
for name, shares in crossing.items():
    print(f"{name:>20}:", ", ".join(f"{share:.3f}" for share in shares))
show_curves(
    sizes,
    crossing,
    xlabel="ε",
    ylabel="share of digits read",
    alt="A reader that the attack was not made for stands between noise and attack: about .6 at ε = .2",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# At ε = .2 the other reader reads .55 to .70 (five pairs of readers), where noise leaves .90 to .98 and
# our own reads .00 to .02. Attacks **transfer**, in part. Both readers learned the same task from the same
# kind of pictures, and found similar filters. An adversary who cannot look into your model trains one of
# her own and attacks that (Papernot, McDaniel & Goodfellow, *Transferability in machine learning*, 2016).
# To keep the weights secret helps, and is no wall.
# </details>

# %% [markdown]
# ## 5 · Harden the reader
#
# If a reader fails on attacked pictures, let it learn from them. In each step attack the batch with the
# weights *as they are now*, then update on the attacked pictures. The attacker gets better as the reader
# does: a game of two.
#
# ![A batch is attacked in eval mode; then one update on the attacked batch, in training mode](hardening.svg)
#
# Two modes meet here. An attack is a *look* at the model, so it is made in eval mode; the update is
# training, so batch norm must see the batch.
#
# ### Exercise: `adversarial_training_step` (●●○, 15 minutes, 10 points)
#
# <details><summary>The weights change by too much, and by more with every step</summary>
#
# Gradients add up in `.grad`. `optimizer.zero_grad()` belongs right before `backward`: something else may
# have left gradients there.
# </details>
# <details><summary>The running means of batch norm never change</summary>
#
# The update was made in eval mode: the attack, or you, did not switch back.
# </details>
# <details><summary>A frozen part of the model is in training mode afterwards</summary>
#
# `model.train()` switches *every* module. `in_mode` remembers the mode of each.
# </details>
# <details><summary>The loss is a tensor, and memory grows</summary>
#
# A tensor carries the whole graph with it. `.item()` leaves it behind.
# </details>


# %% exercise="adversarial_training_step"
def adversarial_training_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilon: float,
) -> float:
    """Attack the images with FGSM, then make one update on the attacked images only.

    The attack sees the model in eval mode, the update is made in training mode. Afterwards every module is
    in the mode in which it was found.

    Args:
        model: From (N, C, H, W) images to (N, K) logits; trained in place.
        optimizer: Holds the model's weights.
        images: Shape (N, C, H, W), floating, in [0, 1].
        labels: What they show, shape (N,), int64.
        epsilon: Size of the attack.

    Returns:
        The mean cross-entropy of the attacked images before the update.

    Source: Goodfellow, Shlens & Szegedy, Explaining and harnessing adversarial examples (2015).
    """
    ### BEGIN SOLUTION
    attacked = fgsm(model, images, labels, epsilon)
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(attacked), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
    ### END SOLUTION


# %% check="adversarial_training_step" points=10
class Noting(nn.Module):
    """Hands images on, and notes what came in which mode."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[bool, torch.Tensor]] = []

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """The images as they are."""
        self.seen.append((self.training, images.detach().clone()))
        return images


def one_update() -> tuple[float, nn.Sequential]:
    """The loss that is returned, and the model after one step of SGD on .5 + .1 · stripes, at epsilon .3."""
    model = two_classes(stripes)
    model[1] = Noting()  # instead of dropout
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    model[2].weight.grad = torch.ones_like(model[2].weight)  # left over from somewhere
    return adversarial_training_step(model, optimizer, 0.5 + 0.1 * stripes[None], one, 0.3), model


def first_and_last_mode() -> tuple[bool, bool]:
    """Whether the model was in training mode when it was first used, and when it was last used."""
    seen = one_update()[1][1].seen
    return seen[0][0], seen[-1][0]


struck = (0.5 - 0.2 * stripes).flatten()  # .1 − .3: every pixel is now on the wrong side
wrong = 1 / (1 + math.exp(-1.2))  # the probability of class 0 then: the sum is 6 · (−.2)
with public_checks("adversarial_training_step") as check:
    check.close(
        "the loss of the attacked picture, as a Python number",
        lambda: one_update()[0],
        -math.log(1 - wrong),
        atol=1e-5,
        hint="fgsm first; cross_entropy of the attacked images; .item()",
    )
    check.close(
        "one update, from the attacked picture only",
        lambda: one_update()[1][2].weight.detach(),
        torch.stack([-0.5 * wrong * struck, stripes.flatten() + 0.5 * wrong * struck]),
        atol=1e-5,
        hint="zero_grad, backward, step: once each, and no clean images",
    )
    check.true(
        "the attack sees eval mode, the update training mode",
        lambda: first_and_last_mode() == (False, True),
        hint="fgsm takes care of its own mode; put the update in training mode",
    )
    check.true(
        "the model comes back in the mode that it had, and has learned",
        lambda: not one_update()[1].training and not one_update()[1][2].weight[1].allclose(stripes.flatten()),
        hint="in_mode puts every module's own mode back",
    )

# %% [markdown]
# From the reader that we have, six more passes over the pictures; ε rises during the first half, since a
# game against a much stronger opponent teaches nothing. We do it for three sizes, and attack each with
# PGD, which it never trained against.


# %% experiment
def harden(start: nn.Module, epsilon: float) -> nn.Module:
    """A copy of a reader, trained further on attacked pictures of which the size rises to epsilon."""
    model = copy.deepcopy(start)
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    generator, step, steps = seeded(0), 0, 6 * 23  # 23 batches in each of six passes
    for _ in track(range(6), "hardening"):
        for batch in torch.randperm(len(pictures), generator=generator).split(64)[:23]:
            step += 1
            size = epsilon * min(1.0, 2 * step / steps)
            adversarial_training_step(model, optimizer, pictures[batch], truth[batch], size)
    return model


def stands(model: nn.Module, epsilon: float) -> float:
    """Share of unseen digits that are read under PGD with ten steps."""
    images = pgd(model, unseen, unseen_truth, epsilon, step_size=epsilon / 4, steps=10)
    return accuracy(model, images, unseen_truth)


trained = {"plain": reader}
for size in track((0.1, 0.2, 0.3), "hardening three readers"):
    trained[f"hardened at {size}"] = harden(reader, size)
hardened = trained["hardened at 0.1"]
sizes = [0.0, 0.05, 0.1, 0.15, 0.2, 0.3]
robust = {
    name: [stands(model, epsilon) for epsilon in sizes]
    for name, model in track(list(trained.items()), "attacking them")
}
for name, shares in robust.items():
    print(f"{name:>15}:", ", ".join(f"{share:.3f}" for share in shares))
show_curves(
    sizes,
    robust,
    xlabel="ε of PGD",
    ylabel="share of digits read",
    alt="Hardened at .1 a reader holds .9 at ε = .1 and falls to 0 at .2; hardened at .3 it starts lower",
)

clean = {}
for name, model in trained.items():
    probabilities = probabilities_of(model, unseen)
    sure = probabilities.max(1).values.mean().item()
    loss = -probabilities.gather(1, unseen_truth[:, None]).log().mean().item()
    clean[name] = loss
    print(f"{name:>15}: clean accuracy {robust[name][0]:.4f}, loss {loss:.3f}, {sure:.2f} sure on average")
show_bars(
    [name.replace(" at", "\nat") for name in clean],
    {"loss": list(clean.values())},
    ylabel="loss on clean digits",
    number=".3f",
    alt="Loss on clean digits: small for the plain reader and the one hardened at .1, ten times at .3",
)

# %% [markdown]
# **What is gained.** The plain reader keeps .00 to .05 under PGD with ε = .1, the one that was hardened at
# .1 keeps .88 to .90 (five seeds). It never met PGD while it learned.
#
# **What it costs.** First, work: each step goes through the network twice, once for the attack and once
# for the update. With PGD in place of FGSM it would be eleven times. Second, clean digits. Hardened at .1
# this easy task loses nothing: .998 to 1.000 are read. Hardened at .3 it is .970 to .995, the loss is four
# to ten times that of the plain reader, and the reader is only .9 sure on average. To be safe from *every*
# picture in a large box, a reader must ignore whatever an opponent could erase or feign, and some of that
# was useful. On photographs, where nobody reads 100 %, the price is many percent (Tsipras and others,
# *Robustness may be at odds with accuracy*, 2019).
#
# **What it does not buy.** Look at the curve to the right of .1: at ε = .2 the reader that was hardened at
# .1 keeps .01 to .04. And size cannot simply be ordered: hardened at .2, it keeps .26 to .44 under PGD at
# .2; hardened at .3, next to nothing at .3. With steps that long, FGSM shows a reader corners of the box
# only, and PGD finds the rest. A reader is hardened against *this* attack, up to *this* size. Part 8 has
# another.
#
# Something else has changed. Here are the gradients of the plain reader once more, and below them those of
# a hardened one:

# %% experiment
gradients = [input_gradient(reader, shown, shown_truth)]
gradients.append(input_gradient(trained["hardened at 0.2"], shown, shown_truth))
visible = [0.5 + one / one.abs().amax(dim=(1, 2, 3), keepdim=True) / 2 for one in gradients]
show_images(
    torch.cat([shown, *visible]),
    columns=6,
    alt="Gradients of the plain reader are specks; those of the hardened one follow the digits' strokes",
)

# %% [markdown]
# The specks have given way to strokes: lighter where a stroke would turn this digit into another, darker
# where one could be taken away. To fool the hardened reader one has to *draw*. In this sense it looks at
# what we look at.
#
# <details><summary>What would break this?</summary>
#
# - Training with ε = .3 from the first step on: the reader may never learn anything but to be careful.
# - Attacking a copy that is not trained along. The reader then learns to stand *that* attack, and a fresh
#   one fools it as before.
# - FGSM only, for very long. A reader can learn to bend its gradient just where FGSM looks, and stand FGSM
#   but not PGD (Wong, Rice & Kolter, *Fast is better than free*, 2020). Always test with a stronger attack
#   than the one you trained with.
# </details>

# %% [markdown]
# ## 6 · What does a filter want?
#
# Now without any digit to begin with. Choose a channel somewhere in the network, start from noise and
# change the picture until that channel's map is as large as possible. What comes out is the picture that
# *this filter* wants to see (Erhan and others, 2009).
#
# ![Noise goes in; a hook listens to one channel; its mean's gradient goes back to the picture](excite.svg)
#
# To listen to a layer in the middle, hang a **hook** on it: a function that torch calls with what the
# layer puts out, each time it is used. `module.register_forward_hook(f)` returns a handle, and
# `handle.remove()` takes the hook off again. A hook that is forgotten goes on listening forever.
#
# **Predict.** You choose a channel *after* its ReLU, and on your first noise it is 0 at every place. After
# 64 steps along the gradient
#
# - **a** the picture is still the first one
# - **b** the channel responds as strongly as with any other start, only later
# - **c** the picture is all black

# %% choice="silent-channel" points=2
silent_channel = None  # "a", "b" or "c"
### BEGIN SOLUTION
silent_channel = "a"
### END SOLUTION

# %% [markdown]
# ### Exercise: `excite_filter` (●●●, 25 minutes, 12 points)
#
# Raise the *mean* of the channel's map. Gradients are tiny in one layer and large in another; divide them
# by their own size, so that a step of `lr` is felt everywhere (any optimiser, such as Adam, does something
# of the kind).
#
# <details><summary>"element 0 of tensors does not require grad"</summary>
#
# After `detach()` or an optimiser's step under `no_grad` the picture must ask for gradients again, before
# the model is called.
# </details>
# <details><summary>The picture turns to NaN</summary>
#
# Divided by 0: the channel is silent, and so is its gradient. `clamp_min(1e-12)` on what you divide by.
# </details>
# <details><summary>It does not get beyond noise</summary>
#
# How large is `lr` times your gradient? Without division by its size, often a millionth. And climb: plus.
# </details>
# <details><summary>The second call is slower than the first, the third slower still</summary>
#
# Hooks pile up. `try: … finally: handle.remove()` takes yours off also when something fails.
# </details>
# <details><summary>An unknown name raises AttributeError or KeyError</summary>
#
# Look it up in `dict(model.named_modules())` first, and raise a `ValueError` that lists the names.
# </details>


# %% exercise="excite_filter"
def excite_filter(
    model: nn.Module,
    layer: str,
    channel: int,
    *,
    shape: tuple[int, int, int, int],
    steps: int = 64,
    lr: float = 0.1,
    generator: torch.Generator,
) -> torch.Tensor:
    """Find images to which one channel of a layer responds as strongly as possible.

    Starts from random images and climbs along the gradient of the mean of the channel's map. The model is
    used in eval mode, and left as it was found, without any hook of ours.

    Args:
        model: Takes images of the given shape.
        layer: Dotted name of one of its modules, such as "block2.norm".
        channel: Which of the layer's channels.
        shape: (N, C, H, W) of the images: N starting points.
        steps: Number of steps.
        lr: Size of a step.
        generator: Draws the starting points.

    Returns:
        Shape (N, C, H, W), in [0, 1].

    Raises:
        ValueError: The model has no module of that name.

    Source: Erhan, Bengio, Courville & Vincent, Visualizing higher-layer features of a deep network (2009).
    """
    ### BEGIN SOLUTION
    modules = dict(model.named_modules())
    if layer not in modules:
        raise ValueError(f"layer must be one of {', '.join(filter(None, modules))}, got {layer!r}")
    like = next(model.parameters(), torch.zeros(()))
    images = torch.rand(shape, generator=generator, device=generator.device, dtype=like.dtype).to(like.device)
    heard = []
    hook = modules[layer].register_forward_hook(
        lambda module, given, output: heard.append(output[:, channel].mean())
    )
    try:
        with in_mode(model, training=False):
            for _ in range(steps):
                model(images.requires_grad_())
                (gradient,) = torch.autograd.grad(heard.pop(), images)
                size = gradient.square().mean(dim=(1, 2, 3), keepdim=True).sqrt()
                images = (images.detach() + lr * gradient / size.clamp_min(1e-12)).clamp(0, 1)
    finally:
        hook.remove()
    return images
    ### END SOLUTION


# %% check="excite_filter" points=12
def light_and_dark() -> nn.Sequential:
    """A module named "eye" whose channel 0 likes light and channel 1 the dark, deep in a model."""
    eye = nn.Conv2d(1, 2, 1, bias=False)
    with torch.no_grad():
        eye.weight.copy_(torch.tensor([20.0, -20.0]).view(2, 1, 1, 1))  # so that any step counts
    inner = nn.Sequential()
    inner.add_module("eye", eye)
    return nn.Sequential(nn.Dropout(0.5), inner, nn.ReLU())


def excited(channel: int, *, seed: int = 0) -> torch.Tensor:
    """Two images that excite light_and_dark."""
    return excite_filter(light_and_dark(), "1.eye", channel, shape=(2, 1, 4, 5), generator=seeded(seed))


def without_hooks() -> bool:
    """Whether no hook is left in a model, once there are images."""
    model = light_and_dark()
    images = excite_filter(model, "1.eye", 0, shape=(1, 1, 4, 5), generator=seeded(0))
    return bool(images.mean() > 0.6) and not model[1].eye._forward_hooks and model.training


with public_checks("excite_filter") as check:
    check.true(
        "a channel that likes light gets two bright pictures, in [0, 1]",
        lambda: excited(0).shape == (2, 1, 4, 5) and excited(0).mean() > 0.7 and excited(0).max() <= 1,
        hint="climb: add the gradient; clamp after each step",
    )
    check.true(
        "a channel that likes the dark gets dark ones",
        lambda: excited(1).min() >= 0 and excited(1).mean() < 0.3 and excited(0).mean() > 0.7,
        hint="the mean of output[:, channel] of that layer, not of the model",
    )
    check.true(
        "no hook is left behind, and the mode is as it was",
        without_hooks,
        hint="hook.remove(), in a finally",
    )
    check.raises(
        "a layer that does not exist",
        ValueError,
        lambda: excite_filter(light_and_dark(), "ear", 0, shape=(1, 1, 4, 5), generator=seeded(0)),
        hint="dict(model.named_modules()) knows all names",
    )


# %% experiment
def mean_maps(model: nn.Module, layer: str, images: torch.Tensor) -> torch.Tensor:
    """The mean of each channel's map in one layer, (N, channels)."""
    heard = []
    hook = model.get_submodule(layer).register_forward_hook(lambda *call: heard.append(call[2]))
    probabilities_of(model, images)
    hook.remove()
    return heard[0].flatten(2).mean(2)


layers = ["block1.norm", "block2.norm", "block3.norm"]
found, responses = [], {"real digits": [], "noise": [], "excited": []}
noise = torch.rand(400, 1, 28, 28, generator=seeded(3))
for layer in layers:
    wants = torch.cat(
        [excite_filter(reader, layer, c, shape=(1, 1, 28, 28), generator=seeded(c)) for c in range(8)]
    )
    found.append(wants)
    responses["excited"].append(mean_maps(reader, layer, wants)[:, :8].diagonal().mean().item())
    for name, images in (("real digits", unseen), ("noise", noise)):
        strongest = mean_maps(reader, layer, images)[:, :8].amax(0)
        responses[name].append(strongest.mean().item())
for name, values in responses.items():
    print(
        f"{name:>11}:",
        ", ".join(f"{value:.2f} in {layer}" for value, layer in zip(values, layers, strict=True)),
    )
show_images(
    F.pad(torch.cat(found), (1, 1, 1, 1), value=0.5),  # a grey frame, since some are all white
    columns=8,
    alt="Row 1: fine grids and lines. Row 2: waves of several directions. Row 3: knots, hooks and corners",
)
show_bars(
    layers,
    responses,
    ylabel="mean response of a channel",
    alt="In each block, images made for a channel excite it several times as much as any digit or noise",
)

# %% [markdown]
# In the first block: grids and lines of a width of one pixel, for a kernel sees no more than 3 × 3. In the
# second: waves, dots and slanted lines. In the third: textures of hooks, arcs and corners. Small patterns,
# then patterns of patterns, as was promised in the first notebook; and not one of them looks like a digit.
# The bars compare them with the *strongest* response that any of 400 digits or 400 noise pictures causes:
# 2.5 against .4 in the first block, 3.6 against .3 and 7.2 against .9 (four times and more in each block,
# over five seeds). A real picture holds the pattern in a few places; these are nothing else.
#
# <details><summary>And the silent channel?</summary>
#
# ReLU passes no gradient where it puts out 0. Silent at every place: no gradient at all, and the picture
# stays as it is. So name a convolution or a batch norm, *before* the ReLU: there every channel has a
# slope.
# </details>
#
# The head is a layer too. What does the reader want to see when it wants an 8?

# %% experiment
ideal = torch.cat(
    [excite_filter(reader, "head", d, shape=(1, 1, 28, 28), generator=seeded(d)) for d in range(10)]
)
show_images(
    ideal,
    titles=said(reader, ideal),
    columns=5,
    size=1.5,
    alt="Ten pictures that look like noise; the reader is 1.00 sure of one digit in each",
)
with torch.no_grad(), in_mode(reader, training=False):
    real = reader(unseen).amax(0)  # the largest logit of each digit
    made = reader(ideal).diagonal()
print(f"largest logit of a digit among 400 real ones: {real.mean():.0f} on average; here: {made.mean():.0f}")

# %% [markdown]
# Ten pictures, ten digits, each held for certain. With good will one may see a ring in the 0. These are
# not *bad* eights: by the reader's own measure they are **better** eights than any real one, with a logit
# some three times as large as the largest (over five seeds: 2.7 to 3.7 times). It was never asked what an
# 8 *is*, only what tells an 8 from nine other digits.
#
# <details><summary>What would break this?</summary>
#
# - Half of the channels may want the same. A filter that detects edges in one direction has a twin.
# - To read meaning into the pictures. They show what excites a channel *most*; what it is good for in real
#   pictures is another question.
# </details>

# %% [markdown]
# ## 7 · A sticker
#
# So far every pixel was moved a little. In the street nobody can do that; but anybody can stick something
# on. So now turn it round: **few pixels, but these as far as you like**. First, stick it on: the same
# square on every picture, at a place of its own.
#
# ![The patch's top-left corner is at row 2 and column 5; rows run from 0 to H − h](patch.svg)
#
# ### Exercise: `apply_patch` (●●○, 10 minutes, 8 points)
#
# A loop over the images is fine. Without one: row indices of shape (N, h, 1) and column indices of shape
# (N, 1, w) address all pixels at once. Part 8 will want gradients to flow through it, back to the patch.
#
# <details><summary>It is brighter where the patch is on a stroke</summary>
#
# You added it. A sticker covers: assign.
# </details>
# <details><summary>"The expanded size of the tensor must match", only near the border</summary>
#
# A slice that runs over the border is silently shorter. Such places are to raise a `ValueError` anyway:
# look at rows and cols first.
# </details>
# <details><summary>A negative place does not raise</summary>
#
# Index −1 is the last row to Python, and the sticker comes in at the other side.
# </details>
# <details><summary>"a view of a leaf Variable … in-place operation", or the patch never learns</summary>
#
# Write into `images.clone()`, and let the patch be: no `detach`, no `.data`, no NumPy.
# </details>


# %% exercise="apply_patch"
def apply_patch(
    images: torch.Tensor, patch: torch.Tensor, rows: torch.Tensor, cols: torch.Tensor
) -> torch.Tensor:
    """Stick the same patch onto each image, at a place of its own.

    What was below the patch is replaced by it.

    Args:
        images: Shape (N, C, H, W), floating.
        patch: Shape (C, h, w).
        rows: Row of the patch's top-left corner in each image [px], shape (N,), int64.
        cols: Its column in each image [px], shape (N,), int64.

    Returns:
        New images, shape (N, C, H, W), dtype and device of `images`.

    Raises:
        ValueError: A patch would stand out of its image, or a place is negative.
    """
    ### BEGIN SOLUTION
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    for name, places, most in (("rows", rows, height - h), ("cols", cols, width - w)):
        if len(places) != len(images) or bool(((places < 0) | (places > most)).any()):
            raise ValueError(f"{name} must be {len(images)} numbers from 0 to {most}, got {places.tolist()}")
    picture = torch.arange(len(images), device=images.device)[:, None, None]
    y = rows[:, None, None] + torch.arange(h, device=rows.device)[:, None]
    x = cols[:, None, None] + torch.arange(w, device=cols.device)
    pasted = images.clone()
    pasted[picture, :, y, x] = patch.to(images.dtype).permute(1, 2, 0)  # (h, w, C), for every image
    return pasted
    ### END SOLUTION


# %% check="apply_patch" points=8
two_pages = torch.zeros(2, 1, 4, 6)
label_patch = torch.tensor([[[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]])  # (1, 2, 3)
stuck = torch.zeros(2, 1, 4, 6)
stuck[0, 0, 1:3, 0:3], stuck[1, 0, 2:4, 3:6] = label_patch[0], label_patch[0]


def sums_on_white() -> torch.Tensor:
    """The sum over a white page with the patch, and over the page that was given."""
    page = torch.ones(1, 1, 4, 6)
    pasted = apply_patch(page, label_patch, torch.tensor([2]), torch.tensor([3]))
    return torch.stack([pasted.sum(), page.sum()])


def patch_gradient() -> torch.Tensor:
    """How much the sum over both pages grows with each pixel of the patch."""
    patch = label_patch.clone().requires_grad_()
    pasted = apply_patch(two_pages, patch, torch.tensor([1, 2]), torch.tensor([0, 3]))
    return torch.autograd.grad(pasted.sum(), patch)[0]


with public_checks("apply_patch") as check:
    check.close(
        "one at the left border, one in the lower right corner",
        lambda: apply_patch(two_pages, label_patch, torch.tensor([1, 2]), torch.tensor([0, 3])),
        stuck,
        hint="rows and cols name the top-left corner; each image has its own",
    )
    check.close(
        "on a white page the patch replaces, and the page that was given stays white",
        sums_on_white,
        torch.tensor([24 - 6 + 2.1, 24.0]),
        hint="put the patch's pixels in the place of the image's, on a copy",
    )
    check.close(
        "part 8 needs this: each pixel of the patch is on two pages, so its gradient is 2",
        patch_gradient,
        torch.full((1, 2, 3), 2.0),
        hint="no detach, no no_grad and no .data here: the sticker is going to learn",
    )
    check.raises(
        "a patch that stands out at the bottom",
        ValueError,
        lambda: apply_patch(two_pages, label_patch, torch.tensor([1, 3]), torch.tensor([0, 0])),
        hint="the last row at which it fits is H − h",
    )
    check.raises(
        "a negative column",
        ValueError,
        lambda: apply_patch(two_pages, label_patch, torch.tensor([1, 1]), torch.tensor([0, -1])),
        hint="Python counts negative indices from the end: look before you index",
    )

# %% [markdown]
# Try it with a plain grey square of 10 × 10, an eighth of the picture, at 7 × 7 places: where does it hurt
# the reader to have something covered?

# %% experiment
grey_square = torch.full((1, 10, 10), 0.5)
places = list(range(0, 19, 3))


def covered(row: int, col: int, patch: torch.Tensor) -> torch.Tensor:
    """All unseen digits with a patch at one place."""
    return apply_patch(unseen, patch, torch.full((400,), row), torch.full((400,), col))


table = torch.tensor(
    [[accuracy(reader, covered(row, col, grey_square), unseen_truth) for col in places] for row in places]
)
print(f"read with the square in a corner: {table[0, 0]:.2f}; at the centre: {table[3, 3]:.2f}")
figure = DescribedFigure(figsize=(4.4, 4), layout="constrained")
figure.alt = (
    f"Accuracy for 7 × 7 places of a grey square: near 1 at the edges, {table.min():.2f} at the worst"
)
axes = figure.subplots()
axes.imshow(table, cmap="Greys_r", vmin=0, vmax=1)
for i, row in enumerate(table.tolist()):
    for j, share in enumerate(row):
        axes.text(
            j, i, f"{share:.2f}", ha="center", va="center", fontsize=9, color="k" if share > 0.5 else "w"
        )
axes.set(xlabel="column of its corner [px]", ylabel="row of its corner [px]")
axes.set_xticks(range(7), places)
axes.set_yticks(range(7), places)
figure.show_described()

# %% [markdown]
# In the corners it costs little; at the centre the square hides strokes, and the reader keeps .60 to .76
# (five seeds). That much is honest damage: you could not read all of these either. A map like this one is
# a tool of its own, *occlusion*: it shows where a model looks (Zeiler & Fergus, *Visualizing and
# understanding convolutional networks*, 2014).

# %% [markdown]
# ## 8 · Teach the sticker
#
# A grey square hides. A *trained* one speaks. It is trained like a network: paste it onto many pictures,
# compute the loss of the class that you want, and follow the gradient back, not to the weights, and not to
# the pictures either, but to the **sticker**. Many pictures and several places near the centre make one
# that works on pictures it has never met.
#
# ![Pictures with the same sticker go through the fixed network; the gradient comes back to it](sticker.svg)
#
# **Predict.** A sticker of 10 × 10 pixels covers 13 % of the picture. It is to turn digits into an 8. Of
# new digits other than 8, it makes the reader read as 8 about
#
# - **a** 13 %
# - **b** a third
# - **c** more than two thirds

# %% choice="sticker-size" points=2
sticker_size = None  # "a", "b" or "c"
### BEGIN SOLUTION
sticker_size = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `train_patch` (●●○, 20 minutes, 10 points)
#
# In each step: some pictures, places near the centre (we took up to two pixels off it), paste, loss of
# `target`, gradient with respect to the patch, a step *down*, clamp. Sign steps that get smaller, or Adam,
# both do well.
#
# <details><summary>"One of the differentiated Tensors appears to not have been used"</summary>
#
# Between the patch and the loss the graph is cut, often in `apply_patch`. Its public check of the gradient
# tells.
# </details>
# <details><summary>It works at the very centre only</summary>
#
# Then it was trained there only. Draw other places in each step.
# </details>
# <details><summary>The rate of the target gets lower</summary>
#
# The loss of the *target* is to fall: subtract.
# </details>
# <details><summary>"expected a CPU generator", or the patch is on another device</summary>
#
# Draw on `generator.device`, then move to `images.device`.
# </details>


# %% exercise="train_patch"
def train_patch(
    model: nn.Module, images: torch.Tensor, target: int, *, size: int, steps: int, generator: torch.Generator
) -> torch.Tensor:
    """Find a sticker that makes a model read images as `target`, pasted at and near their centre.

    The model is used in eval mode, and left as it was found.

    Args:
        model: From (N, C, H, W) images to (N, K) logits.
        images: To practise on, shape (N, C, H, W), floating, in [0, 1].
        target: The class that they are to be read as.
        size: Height and width of the sticker [px].
        steps: Number of steps.
        generator: Draws whatever is random.

    Returns:
        Shape (C, size, size), in [0, 1]; dtype and device of `images`.

    Source: Brown and others, Adversarial patch (2017).
    """
    ### BEGIN SOLUTION
    count, channels, *area = images.shape
    middle = torch.tensor([(side - size) // 2 for side in area])[:, None]
    room = torch.tensor([side - size for side in area])[:, None]

    def draw(shape: tuple[int, ...], high: int) -> torch.Tensor:
        return torch.randint(high, shape, generator=generator, device=generator.device).to(images.device)

    patch = torch.rand(channels, size, size, generator=generator, device=generator.device, dtype=images.dtype)
    patch = patch.to(images.device)
    for step in range(steps):
        chosen = draw((64,), count)
        places = middle.to(images.device) + draw((2, 64), 5) - 2  # up to two pixels off the centre
        rows, cols = torch.minimum(places.clamp_min(0), room.to(images.device))
        patch.requires_grad_()
        with in_mode(model, training=False):
            logits = model(apply_patch(images[chosen], patch, rows, cols))
        (gradient,) = torch.autograd.grad(F.cross_entropy(logits, torch.full_like(chosen, target)), patch)
        patch = (patch.detach() - 0.2 * (1 - step / steps) * gradient.sign()).clamp(0, 1)
    return patch
    ### END SOLUTION


# %% check="train_patch" points=10
def bright_middle(border: float) -> nn.Sequential:
    """Reads 1 where the 4 × 4 pixels in the middle of 8 × 8 are brighter than `border` on average, else 0."""
    model = two_classes(F.pad(torch.full((1, 4, 4), 0.5), (2, 2, 2, 2)))
    model[2].bias = nn.Parameter(torch.tensor([8 * border, 0.0]))
    return model


def share_of_ones(target: int, border: float) -> float:
    """How often bright_middle reads grey pictures as 1, with a sticker that wants `target`."""
    model, pages = bright_middle(border), 0.4 + 0.2 * torch.rand(40, 1, 8, 8, generator=seeded(5))
    patch = train_patch(model, pages, target, size=4, steps=40, generator=seeded(0))
    centre = torch.full((40,), 2)
    return probabilities_of(model, apply_patch(pages, patch, centre, centre)).argmax(1).double().mean().item()


def dark_sticker() -> torch.Tensor:
    """A sticker of three channels for a model whose class 0 likes the dark."""
    pages = torch.rand(5, 3, 8, 8, generator=seeded(6))
    model = two_classes(torch.full((3, 8, 8), 0.03))
    return train_patch(model, pages, 0, size=3, steps=40, generator=seeded(0))


with public_checks("train_patch") as check:
    check.true(
        "3 × 3 pixels of three channels, in [0, 1]; dark for a class that likes the dark",
        lambda: (
            dark_sticker().shape == (3, 3, 3) and dark_sticker().min() >= 0 and dark_sticker().mean() < 0.4
        ),
        hint="as many channels as the images have; clamp after each step",
    )
    check.close(
        "with a sticker for 1 all grey pictures are read as 1",
        lambda: share_of_ones(1, border=0.7),
        1.0,
        hint="cross_entropy of the logits and the target, made smaller step by step",
    )
    check.close(
        "with a sticker for 0 none of them",
        lambda: share_of_ones(0, border=0.3),
        0.0,
        hint="go down along the gradient",
    )

# %% experiment
others = unseen_truth != 8
middle = (28 - 10) // 2


def called_eight(model: nn.Module, patch: torch.Tensor, aside: int = 0) -> float:
    """Share of unseen digits other than 8 that are read as 8 with a patch at the centre, or left of it."""
    corner = (28 - patch.shape[-1]) // 2
    pasted = covered(corner, corner + aside, patch)
    return accuracy(model, pasted[others], torch.full((int(others.sum()),), 8))


sticker = train_patch(reader, pictures, 8, size=10, steps=100, generator=seeded(0))
stuck_on = covered(middle, middle, sticker)[others][:10]
show_images(
    stuck_on,
    titles=said(reader, stuck_on),
    columns=5,
    size=1.5,
    alt="Ten digits with the same black and white sticker in the middle; nearly all are read as 8",
)
stuck = {
    "no\nsticker": (torch.zeros(1, 0, 0), 0),
    "grey\nsquare": (torch.full_like(sticker, 0.5), 0),
    "random\nsquare": (torch.rand(1, 10, 10, generator=seeded(1)), 0),
    "sticker": (sticker, 0),
    "2 px\naside": (sticker, -2),
    "5 px\naside": (sticker, -5),
}
eights = {
    name: [called_eight(model, patch, aside) for patch, aside in stuck.values()]
    for name, model in (("plain reader", reader), ("hardened reader", hardened))
}
for name, shares in eights.items():
    print(f"{name:>15}:", ", ".join(f"{share:.2f}" for share in shares))
own = train_patch(hardened, pictures, 8, size=10, steps=100, generator=seeded(0))
print(f"a sticker made for the hardened reader, shown to it: {called_eight(hardened, own):.2f}")
show_bars(
    list(stuck),
    eights,
    ylabel="share of other digits read as 8",
    alt="Read as 8: with a grey or random square about .2, with the sticker nearly all, less when aside",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The sticker turns .80 to .99 of new digits into an 8 (five seeds), a grey square .13 to .23, a square of
# noise .17 to .24. So it is not what the sticker hides, but what it *shows*: by its few pixels it outvotes
# all the others. Two pixels aside it still works on .59 to .79, five pixels aside on hardly any: this
# reader has a weight of its own for each of 16 places of its last map, and what counts as the middle of an
# 8 at one place does not at another.
#
# And the hardened reader? It falls for the same sticker, .71 to .94, and for one of its own, .82 to .95.
# It learned to stand small changes of *all* pixels, not large ones of a few.
# </details>
#
# One picture, printed once, works on every digit: nobody has to know beforehand what will be read. That is
# what makes stickers dangerous, and small ε is no protection against them.
#
# <details><summary>What would break this?</summary>
#
# - Another size, another angle, another light. Attacks for the street are trained over all of these (and
#   larger than a tenth of the sign).
# - A reader that looks at many places and lets the majority decide. The sticker can sit on one of them
#   only.
# </details>

# %% [markdown]
# ## 9 · Without gradients
#
# The last defence that is left: hide the model. Nobody sees weights or gradients; one may show a picture
# and gets probabilities back. Then let pictures *evolve*. Start from an empty page, make twenty copies
# with random changes, keep the one which the reader likes best, and so on.
#
# ![A parent has children with a random rectangle each; the reader scores them; the best lives on](evolve.svg)
#
# ### Exercise: `evolve_image` (●●○, 20 minutes, 9 points)
#
# Which changes you make is up to you: single pixels, rectangles, noise. Rectangles of random size and
# brightness make for pleasant pictures. Keep the parent among the candidates, so that nothing gets lost.
#
# <details><summary>The confidence goes up and down</summary>
#
# The best child may be worse than its parent. Let the parent compete.
# </details>
# <details><summary>It climbs, and stops far below 1</summary>
#
# Are your changes too small to matter, or so large that each child begins anew? Change *part* of the
# picture.
# </details>
# <details><summary>The confidence is not what <code>predict</code> says of the image</summary>
#
# It belongs to another candidate. In the end ask once more, about the image that you return.
# </details>


# %% exercise="evolve_image"
def evolve_image(
    predict: Callable[[torch.Tensor], torch.Tensor],
    target: int,
    *,
    shape: tuple[int, int, int, int],
    generations: int,
    population: int,
    generator: torch.Generator,
) -> tuple[torch.Tensor, float]:
    """Breed an image that a reader takes for `target`, without gradients.

    In each generation the best image so far has children, each with random changes; the best one lives on.

    Args:
        predict: From images (N, C, H, W) in [0, 1] to probabilities (N, K). No more is known of the reader.
        target: The wanted class.
        shape: (1, C, H, W) of the image.
        generations: Number of generations.
        population: Children in each.
        generator: Draws whatever is random.

    Returns:
        images: What was bred, of the given shape, in [0, 1].
        confidence: `predict(images)[0, target]`, as a Python number.

    Source: Nguyen, Yosinski & Clune, Deep neural networks are easily fooled (2015).
    """
    ### BEGIN SOLUTION
    _, channels, height, width = shape

    def draw(*size: int) -> torch.Tensor:
        return torch.rand(size, generator=generator, device=generator.device)

    def between(length: int) -> torch.Tensor:
        """(population, length): True between two random ends."""
        ends = (draw(population, 2) * (length + 1)).long().sort(dim=1).values
        places = torch.arange(length, device=ends.device)
        return (places >= ends[:, :1]) & (places < ends[:, 1:])

    best = torch.full(shape, 0.5, device=generator.device)
    for _ in range(generations):
        inside = between(height)[:, None, :, None] & between(width)[:, None, None, :]
        children = torch.where(inside, draw(population, channels, 1, 1), best)  # a rectangle is painted over
        children = torch.cat([best, children])
        best = children[predict(children)[:, target].argmax()][None]
    return best, float(predict(best)[0, target])
    ### END SOLUTION


# %% check="evolve_image" points=9
def likes_stripes(images: torch.Tensor) -> torch.Tensor:
    """Probabilities of a model that wants every second column bright and the others dark."""
    if images.requires_grad:
        raise RuntimeError("predict was given images that require gradients: none are needed here")
    signs = torch.tensor([1.0, -1.0] * 3, device=images.device)
    score = 2 * (images * signs).sum(dim=3).mean(dim=(1, 2))  # up to 6
    return torch.stack([-score, score], dim=1).softmax(1)


def bred(seed: int, *, generations: int = 60, target: int = 1) -> tuple[torch.Tensor, float]:
    """An image of 4 × 6 pixels for likes_stripes."""
    return evolve_image(
        likes_stripes,
        target,
        shape=(1, 1, 4, 6),
        generations=generations,
        population=20,
        generator=seeded(seed),
    )


with public_checks("evolve_image") as check:
    check.true(
        "an image of the given shape in [0, 1], and a Python number",
        lambda: (
            bred(0)[0].shape == (1, 1, 4, 6)
            and bool(0 <= bred(0)[0].min() <= bred(0)[0].max() <= 1)
            and bool(likes_stripes(bred(0)[0])[0, 1] > 0.9)
            and type(bred(0)[1]) is float
        ),
        hint="new values are clamped or drawn in [0, 1]; float(…) makes a number of a tensor",
    )
    check.true(
        "predict comes to give the target more than .9, for either class",
        lambda: all(likes_stripes(bred(1, target=wish)[0])[0, wish] > 0.9 for wish in (0, 1)),
        hint="keep the best child, by its probability of the target",
    )
    check.true(
        "the confidence is what predict says of the image that is returned",
        lambda: abs(bred(2)[1] - likes_stripes(bred(2)[0])[0, 1].item()) < 1e-6 and bred(2)[1] > 0.6,
        hint="in the end, ask predict about the very image that you return",
    )
    check.true(
        "the same seed gives the same image, another seed another one",
        lambda: (
            bred(3, generations=3)[0].equal(bred(3, generations=3)[0])
            and not bred(3, generations=3)[0].equal(bred(4, generations=3)[0])
            and likes_stripes(bred(3, generations=3)[0])[0, 1] > 0.5
        ),
        hint="draw from the generator, and from nothing else",
    )

# %% experiment
questions = []


def oracle(images: torch.Tensor) -> torch.Tensor:
    """All that anybody gets to know of the reader: what it says. Questions are noted."""
    probabilities = probabilities_of(reader, images)
    questions.append(probabilities)
    return probabilities


gallery, climbs, first = [], {}, []
for wish in range(10):
    questions.clear()
    image, confidence = evolve_image(
        oracle, wish, shape=(1, 1, 28, 28), generations=30, population=20, generator=seeded(wish)
    )
    gallery.append(image)
    said_so = torch.cat(questions)[:, wish].cummax(0).values  # the best until then, for each question
    first.append(int((said_so < 0.99).sum()) + 1)
    climbs[f"as a {wish}"] = said_so[torch.arange(0, 600, 20).clamp_max(len(said_so) - 1)]
gallery = torch.cat(gallery)
print("questions until .99 sure of", ", ".join(f"{wish}: {n}" for wish, n in enumerate(first)))
show_curves(
    range(0, 600, 20),
    {name: climbs[name] for name in ("as a 4", "as a 5", "as a 0", "as a 1")},
    xlabel="questions asked",
    ylabel="probability of the best so far",
    alt="The probability of the best picture climbs to nearly 1 within 60 to 300 questions",
)
show_images(
    gallery,
    titles=said(reader, gallery),
    columns=5,
    size=1.5,
    alt="Ten abstract pictures of grey rectangles, each read as a digit with a probability near 1",
)
for name, model in (("hardened", hardened), ("other", stranger)):
    print(f"{name:>8} reader:", " ".join(title[0] for title in said(model, gallery)))

# %% [markdown]
# After 42 to 278 questions the reader is .99 sure of any digit that we wished for (ten digits, five
# seeds), and not one gradient was asked for. In the end each of the ten abstract pictures is some digit
# for certain. Nobody drew them, and nobody would read them. The hardened reader, which began as a copy of
# ours, was never asked, and takes them for the same digits as surely: it stands small changes and knows no
# better what an 8 *is*. Even the other reader of part 4, which shares neither pictures nor first weights
# with ours, says the same of nine or ten of the ten. So the patterns are no quirk of one network: they
# hold something of what *separates* an 8 from nine other digits, and that is all that any of the readers
# was taught.
#
# <details><summary>What would break this?</summary>
#
# - An answer without probabilities, the bare class: evolution then has no slope to climb. It takes more
#   questions, not another idea.
# - A limit on questions. Some hundreds are enough here; a service that notices a thousand nearly equal
#   pictures from one person has noticed an attack.
# </details>

# %% [markdown]
# ## Where this mattered, and what you may do with it
#
# Szegedy and others described such pictures for deep networks first (*Intriguing properties of neural
# networks*, 2014). It stayed no parlour game:
#
# - **The stop sign.** Eykholt and others (*Robust physical-world attacks on deep learning visual
#   classification*, 2018) put black and white stickers on a real stop sign. Their classifier took it for a
#   speed limit, in the laboratory and from a car that drove past. People saw a stop sign with some
#   stickers, as on many signs.
# - **The glasses.** Sharif and others (*Accessorize to a crime*, 2016) printed frames for glasses whose
#   wearers a face recogniser took for somebody else.
# - **The scan.** Finlayson and others (*Adversarial attacks on medical machine learning*, 2019) turned the
#   reading of medical pictures, and named who would gain from it: whoever is paid by diagnosis.
#
# Heaven (*Why deep-learning AIs are so easy to fool*, Nature 574, 163–166, 2019) starts from such a stop
# sign and asks what it says about the networks. Your own answer, after this notebook, may be: they find
# what *separates* the classes in their data, and this need not be what we *mean* by them.
#
# What you have built can be misused. Three things keep it decent, and in most places lawful:
#
# - **Attack what is yours**, or what you were asked to test, in writing. "It was only a sticker" is no
#   answer on a public road.
# - **Tell the owner first**, with time to mend it, before you tell the world.
# - **Ask who is harmed when it fails**, before you build it in. A reader of parcels that is wrong once
#   costs a day. Where a person gets hurt, a network must not be the only one who looks.
#
# And the other side: the same tools are how one *finds out* what a model relies on. The curve of part 3
# belongs into every report on a model that strangers may feed.

# %% [markdown]
# ## In your own words
#
# A company sells a reader for bank transfers on paper. Its brochure says: "*Certified safe: we tested with
# thousands of noisy pictures, hardened the reader against FGSM with ε = .1, and our weights are secret.*"
#
# What do you answer? Judge **each of the three claims** (the noise, the hardening, the secret) with a
# number that you saw in this notebook. Then name **one attack that none of the three is about**, and **one
# thing that the company should do** besides making the network better.
#
# Six to ten sentences. A person reads this answer.

# %% [markdown] written="certified-safe" points=6
# ### BEGIN SOLUTION
# **Model answer.** Noise is no adversary: at ε = .1 random signs left .99 of the digits, and FGSM with
# steps of the same size left about .1, because right signs add up over all pixels and random ones cancel.
# So the thousands of noisy pictures show little. The hardening is worth something: under PGD with ε = .1
# the hardened reader kept about .9 where the plain one kept nearly nothing. But it holds for that size; at
# ε = .2 it kept a few percent at most, and one should ask whether they tested with PGD or only with the
# FGSM they trained on. Secret weights are no wall: an attack that was made on another reader took a
# stranger from .99 to about .6 at ε = .2, and evolution reached .99 with a few hundred questions, without
# any gradient. None of the three is about a sticker: few pixels, changed at will; ours made the reader
# call most digits an 8. The company should let a person look at large amounts, limit how often somebody
# may ask, compare the amount in words with that in figures, and publish an accuracy curve over ε for
# several attacks.
#
# **Rubric** (6 points)
# - 1: noise is not an adversary, with a number (random signs against FGSM at the same ε).
# - 1: hardening helps up to the ε and the attack that it was trained for: with a number from both sides of
#   .1, or the gap between FGSM and PGD.
# - 1: secret weights: transfer or evolution, with a number.
# - 1: why: right signs add up over many pixels, *or* models that learn the same task share weak spots,
#   *or* the network learns what separates classes, not what they are. One reason, in the answer's own
#   words.
# - 1: an attack outside the three claims (sticker, abstract pattern, a larger ε, turning or moving the
#   page).
# - 1: a measure outside the network (a person looks, limits on questions, a second independent check, a
#   reporting address).
# ### END SOLUTION

# %% [markdown]
# ## What would break this?
#
# Before you go on, say each answer aloud, then open it.
#
# <details><summary>Your attack leaves a model at 99 %. Is the model robust?</summary>
#
# Or the attack weak. Is the loss 0 and its gradient too? Do the steps reach the border? Does a larger ε
# win? At ε = 1 *every* model must fall; if yours does not, the attack is broken.
# </details>
# <details><summary>A team of seven readers decides (05_ensembling). Is it safer?</summary>
#
# A little, against an attack on one member: the others see it as a stranger does. But the team is a model,
# too. Attack the mean of its losses, and you attack all of them.
# </details>
# <details><summary>The reader learned from noisy, cropped, turned pictures (03_augmentation).</summary>
#
# Hardly. Augmentation makes the *average* case better, and an adversary looks for the worst.
# </details>
# <details><summary>We add an eleventh class, "none of these", and train it with noise and letters.</summary>
#
# It helps against what it has seen. The adversary now climbs the logit of the 8 as before, and has one
# more class to stay away from.
# </details>
# <details><summary>People are fooled as well, by optical illusions. So what?</summary>
#
# By others, though. That a network fails where we do not is what makes it a risk: nobody sees it coming.
# And one illusion fools one person at a time, a sticker every copy of the network at once.
# </details>

# %% [markdown]
# ## Hand in
#
# Restart the kernel, run all cells, look at the checks, save, and hand in `07_fooling.ipynb`. The
# experiments are not run when we grade; your functions are called by name, with models, shapes, types and
# devices that you have not seen.
