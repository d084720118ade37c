# %% [markdown]
# # Fooling convnets
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `input_gradient` | ●●○ | 15 | 9 |
# | 2 | `fgsm` | ●●○ | 15 | 12 |
# | 3 | `accuracy_under_attack` | ●○○ | 10 | 6 |
# | 4 | `pgd` | ●●○ | 20 | 12 |
# | 5 | `adversarial_training_step` | ●●○ | 15 | 10 |
# | 6 | `excite_filter` | ●●● | 25 | 12 |
# | 7 | `apply_patch` | ●○○ | 10 | 8 |
# | 8 | `train_patch` | ●●○ | 20 | 10 |
# | 9 | `evolve_image` | ●●○ | 20 | 9 |
# | | six predictions | | 5 | 6 × 2 |
# | | one written answer | | 15 | 6, read by a person |

# %%
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DIGITS, UPPER, sample
from convlab.models import conv_reader
from convlab.plots import DescribedFigure, show_bars, show_curves, show_images
from convlab.training import accuracy, train


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
    """What the model holds each class for, in eval mode, (N, K)."""
    with torch.no_grad(), in_mode(model, training=False):
        return model(images).softmax(1)


# %% choice="mean-loss" points=2
mean_loss = None  # "a", "b" or "c"
### BEGIN SOLUTION
mean_loss = "b"
### END SOLUTION


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
        shape, dtype and device, and no graph attached.
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
    return gradient.abs().sum() > 0 and modes == [True, False, True] and model[2].weight.grad is None


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
        lambda: bool(left_as_found()),
        hint="in_mode, and torch.autograd.grad(loss, images) instead of loss.backward()",
    )


# %% choice="adding-up" points=2
adding_up = None  # "a", "b" or "c"
### BEGIN SOLUTION
adding_up = "c"
### END SOLUTION


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
        lambda: not fgsm(two_classes(uneven), grey, one, 0.25).requires_grad,
        hint="a result that is wanted as a picture carries no graph: detach",
    )


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


# %% choice="small-steps" points=2
small_steps = None  # "a", "b" or "c"
### BEGIN SOLUTION
small_steps = "a"
### END SOLUTION


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
        generator: Draws a starting point uniformly from the ball; without it, start at the images.
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
        lambda: from_seed(1).equal(from_seed(1)) and not from_seed(1).allclose(from_seed(2), atol=0.03),
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


# %% choice="silent-channel" points=2
silent_channel = None  # "a", "b" or "c"
### BEGIN SOLUTION
silent_channel = "a"
### END SOLUTION


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
        eye.weight.copy_(torch.tensor([1.0, -1.0]).view(2, 1, 1, 1))
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
    return images.mean() > 0.6 and not model[1].eye._forward_hooks and model.training


with public_checks("excite_filter") as check:
    check.shape("as many images as were asked for", lambda: excited(0), (2, 1, 4, 5))
    check.true(
        "a channel that likes light gets bright pictures, in [0, 1]",
        lambda: 0.9 < excited(0).mean() <= excited(0).max() <= 1,
        hint="climb: add the gradient; clamp after each step",
    )
    check.true(
        "a channel that likes the dark gets dark ones",
        lambda: 0 <= excited(1).min() <= excited(1).mean() < 0.1,
        hint="the mean of output[:, channel] of that layer, not of the model",
    )
    check.true(
        "no hook is left behind, and the mode is as it was",
        lambda: bool(without_hooks()),
        hint="hook.remove(), in a finally",
    )
    check.raises(
        "a layer that does not exist",
        ValueError,
        lambda: excite_filter(light_and_dark(), "ear", 0, shape=(1, 1, 4, 5), generator=seeded(0)),
        hint="dict(model.named_modules()) knows all names",
    )


# %% exercise="apply_patch"
def apply_patch(
    images: torch.Tensor, patch: torch.Tensor, rows: torch.Tensor, cols: torch.Tensor
) -> torch.Tensor:
    """Stick the same patch onto each image, at a place of its own.

    What was below the patch is replaced by it. Gradients flow back to the patch.

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
        lambda: apply_patch(two_pages + 1, label_patch, torch.tensor([0, 0]), torch.tensor([0, 0])).sum(),
        torch.tensor(2 * (24 - 6 + 2.1)),
        hint="put the patch's pixels in the place of the image's",
    )
    check.close(
        "each pixel of the patch is on two pages, so its gradient is 2",
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


# %% choice="sticker-size" points=2
sticker_size = None  # "a", "b" or "c"
### BEGIN SOLUTION
sticker_size = "c"
### END SOLUTION


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
        Shape (C, size, size), in [0, 1]; dtype and device of `images`, and no graph attached.

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
def bright_middle() -> nn.Sequential:
    """Reads 1 where the 4 × 4 pixels in the middle of 8 × 8 are brighter than .6 on average, else 0."""
    model = two_classes(F.pad(torch.full((1, 4, 4), 0.5), (2, 2, 2, 2)))
    model[2].bias = nn.Parameter(torch.tensor([4.8, 0.0]))
    return model


def share_of_ones(target: int) -> float:
    """How often bright_middle reads grey pictures as 1, with a sticker that wants `target`."""
    model, pages = bright_middle(), 0.5 + 0.2 * torch.rand(40, 1, 8, 8, generator=seeded(5))
    patch = train_patch(model, pages, target, size=4, steps=40, generator=seeded(0))
    centre = torch.full((40,), 2)
    return probabilities_of(model, apply_patch(pages, patch, centre, centre)).argmax(1).double().mean().item()


with public_checks("train_patch") as check:
    check.true(
        "a small square of three channels, in [0, 1]",
        lambda: (
            (
                patch := train_patch(
                    two_classes(torch.ones(3, 8, 8)),
                    torch.rand(5, 3, 8, 8),
                    1,
                    size=3,
                    steps=20,
                    generator=seeded(0),
                )
            ).shape
            == (3, 3, 3)
            and bool(0 <= patch.min() < patch.max() <= 1)
        ),
        hint="as many channels as the images have; clamp after each step",
    )
    check.close(
        "with a sticker for 1 all grey pictures are read as 1",
        lambda: share_of_ones(1),
        1.0,
        hint="cross_entropy of the logits and the target, made smaller step by step",
    )
    check.close(
        "with a sticker for 0 none of them",
        lambda: share_of_ones(0),
        0.0,
        hint="go down along the gradient",
    )


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
        images: The best that was found, of the given shape, in [0, 1].
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

    best = draw(*shape)
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
            and bool(0 <= bred(0)[0].min() < bred(0)[0].max() <= 1)
            and type(bred(0)[1]) is float
        ),
        hint="new values are clamped or drawn in [0, 1]; float(…) makes a number of a tensor",
    )
    check.true(
        "the confidence climbs above .9, for either class",
        lambda: all(bred(1, target=target)[1] > 0.9 for target in (0, 1)),
        hint="keep the best child, by its probability of the target",
    )
    check.true(
        "and it is what predict says of the image",
        lambda: abs(bred(2)[1] - likes_stripes(bred(2)[0])[0, 1].item()) < 1e-6 and bred(2)[1] > 0.6,
        hint="in the end, ask predict about the very image that you return",
    )
    check.true(
        "the same seed gives the same image, another seed another one",
        lambda: bred(3)[0].equal(bred(3)[0]) and not bred(3)[0].equal(bred(4)[0]),
        hint="draw from the generator, and from nothing else",
    )

# %% choice="other-reader" points=2
other_reader = None  # "a", "b" or "c"
### BEGIN SOLUTION
other_reader = "b"
### END SOLUTION

# %% [markdown] written="who-is-attacked" points=6
# ### BEGIN SOLUTION
# **Model answer.** To come.
# ### END SOLUTION
