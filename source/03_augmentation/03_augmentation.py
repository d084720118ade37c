# %% [markdown]
# # Augmentation: more data for nothing, and its risks

# %%
import functools
import math
import time
from collections import Counter
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DIGITS, sample
from convlab.models import conv_reader
from convlab.plots import DescribedFigure, show_bars, show_images
from convlab.training import accuracy, train
from torchvision.transforms import v2

# %% [markdown]
# Three helpers that you may use wherever you like.


# %%
def per_image(values: torch.Tensor) -> torch.Tensor:
    """(N,) values as (N, 1, 1, 1), to be combined with (N, C, H, W) images."""
    return values.view(-1, 1, 1, 1)


def uniform(low: float, high: float, images: torch.Tensor, *, generator: torch.Generator) -> torch.Tensor:
    """One number between low and high for each image, (N,), with the images' dtype and device."""
    share = torch.rand(len(images), generator=generator, device=generator.device)
    return low + (high - low) * share.to(images)


def random_noise(images: torch.Tensor, *, std: float = 0.1, generator: torch.Generator) -> torch.Tensor:
    """The images with normal noise, in [0, 1]."""
    noise = torch.randn(images.shape, generator=generator, device=generator.device)
    return (images + std * noise.to(images)).clamp(0, 1)


# %% choice="photo-recipe" points=2
photo_recipe = None  # "a", "b" or "c"
### BEGIN SOLUTION
photo_recipe = "c"
### END SOLUTION


# %% exercise="random_crop"
def random_crop(images: torch.Tensor, padding: int, *, generator: torch.Generator) -> torch.Tensor:
    """Pad with zeros, and cut each image out again at a place of its own.

    Args:
        images: Shape (N, C, H, W).
        padding: Zeros on each side [px], >= 0.
        generator: Draws all places, each of the 2 * padding + 1 offsets along both axes equally often. It
            may live on another device than the images.

    Returns:
        New memory of the images' shape, dtype and device.

    Raises:
        ValueError: Images without four axes, or negative padding.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4 or padding < 0:
        raise ValueError(
            "images must have the shape (N, C, H, W) and padding be at least 0, "
            f"got {tuple(images.shape)} and {padding}"
        )
    N, _, H, W = images.shape
    places = torch.randint(2 * padding + 1, (2, N), generator=generator, device=generator.device)
    top, left = places.to(images.device)
    windows = F.pad(images, [padding] * 4).unfold(2, H, 1).unfold(3, W, 1)  # (N, C, places, places, H, W)
    return windows[torch.arange(N, device=images.device), :, top, left]
    ### END SOLUTION


# %% check="random_crop" points=10
with public_checks("random_crop") as check:
    check.true("to do", lambda: random_crop(torch.rand(1, 1, 4, 4), 1, generator=torch.Generator()) is None)


# %% exercise="random_flip"
def random_flip(
    images: torch.Tensor, *, p: float = 0.5, dim: int = -1, generator: torch.Generator
) -> torch.Tensor:
    """Mirror each image with probability p.

    Args:
        images: Shape (N, C, H, W).
        p: Probability, 0 to 1; exactly none of the images at 0, all of them at 1.
        dim: The axis that is reversed, counted in (N, C, H, W): -1 or 3 swaps left and right, -2 or 2 top
            and bottom.
        generator: Decides for each image by itself. It may live on another device than the images.

    Returns:
        New memory of the images' shape, dtype and device.

    Raises:
        ValueError: Images without four axes, another axis, or p outside 0 to 1.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4 or dim not in (-1, -2, 2, 3) or not 0 <= p <= 1:
        raise ValueError(
            "images must have the shape (N, C, H, W), dim be -1, -2, 2 or 3, and p lie in 0 to 1, "
            f"got {tuple(images.shape)}, {dim} and {p}"
        )
    flipped = torch.rand(len(images), generator=generator, device=generator.device) < p
    return torch.where(per_image(flipped.to(images.device)), images.flip(dim), images)
    ### END SOLUTION


# %% check="random_flip" points=8
with public_checks("random_flip") as check:
    check.true("to do", lambda: random_flip(torch.rand(1, 1, 4, 4), generator=torch.Generator()) is None)


# %% exercise="random_affine"
def random_affine(
    images: torch.Tensor,
    *,
    degrees: float | tuple[float, float] = 0.0,
    translate: float = 0.0,
    scale: tuple[float, float] = (1.0, 1.0),
    generator: torch.Generator,
) -> torch.Tensor:
    """Turn and resize each image about its centre, then shift it, by amounts of its own.

    Args:
        images: Shape (N, C, H, W), floating.
        degrees: Angles are uniform in -degrees to degrees, or in a pair (low, high); counter-clockwise as
            seen on the screen, in pixel units: a wide image is turned, not sheared.
        translate: Shifts are uniform within this fraction of the height (down) and of the width (to the
            right), either way; >= 0.
        scale: Sizes are uniform in this pair (low, high); above 1 enlarges.
        generator: Draws all of it, for each image by itself. It may live on another device than the images.

    Returns:
        The images' shape, dtype and device; interpolated bilinearly, 0 where there was no image.

    Raises:
        ValueError: Images without four axes, a negative `degrees` or `translate`, a pair with low above
            high, or a scale that is not above 0.
    """
    ### BEGIN SOLUTION
    low, high = degrees if isinstance(degrees, tuple | list) else (-degrees, degrees)
    if images.ndim != 4:
        raise ValueError(f"images must have the shape (N, C, H, W), got {tuple(images.shape)}")
    if low > high or translate < 0 or not 0 < scale[0] <= scale[1]:
        raise ValueError(
            "degrees and translate must be at least 0, pairs (low, high) with low <= high, and scale above "
            f"0, got {degrees}, {translate} and {scale}"
        )
    H, W = images.shape[2:]
    draw = functools.partial(uniform, images=images, generator=generator)
    angle, size = torch.deg2rad(draw(low, high)), draw(*scale)
    cos, sin = torch.cos(angle) / size, torch.sin(angle) / size

    # From places in the result back to places in the image, both counted from -1 to 1.
    back = torch.stack([torch.stack([cos, -sin * H / W], 1), torch.stack([sin * W / H, cos], 1)], 1)
    shift = 2 * torch.stack([draw(-translate, translate), draw(-translate, translate)], 1)[:, :, None]
    grid = F.affine_grid(torch.cat([back, -back @ shift], 2), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    ### END SOLUTION


# %% check="random_affine" points=16
with public_checks("random_affine") as check:
    check.true("to do", lambda: random_affine(torch.rand(1, 1, 4, 4), generator=torch.Generator()) is None)


# %% exercise="random_contrast"
def random_contrast(
    images: torch.Tensor, *, brightness: float = 0.0, contrast: float = 0.0, generator: torch.Generator
) -> torch.Tensor:
    """Stretch each image's values about their mean by c, add b, and clip to [0, 1].

    Args:
        images: Shape (N, C, H, W), in [0, 1].
        brightness: b is uniform within this, either way; >= 0.
        contrast: c is uniform within this around 1; >= 0.
        generator: Draws a b and a c for each image. It may live on another device than the images.

    Returns:
        clip((x - mean) * c + mean + b, 0, 1) with the mean over all values of the image; the images'
        shape, dtype and device.

    Raises:
        ValueError: Images without four axes, or a negative strength.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4 or brightness < 0 or contrast < 0:
        raise ValueError(
            "images must have the shape (N, C, H, W), brightness and contrast be at least 0, "
            f"got {tuple(images.shape)}, {brightness} and {contrast}"
        )
    c = per_image(uniform(1 - contrast, 1 + contrast, images, generator=generator))
    b = per_image(uniform(-brightness, brightness, images, generator=generator))
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    return ((images - mean) * c + mean + b).clamp(0, 1)
    ### END SOLUTION


# %% check="random_contrast" points=10
with public_checks("random_contrast") as check:
    check.true("to do", lambda: random_contrast(torch.rand(1, 1, 4, 4), generator=torch.Generator()) is None)


# %% exercise="random_erasing"
def random_erasing(
    images: torch.Tensor, size: int, *, value: float = 0.0, generator: torch.Generator
) -> torch.Tensor:
    """Paint one square over each image, at a place of its own.

    Args:
        images: Shape (N, C, H, W).
        size: Height and width of the square [px]. It always lies inside the image, and can touch each
            border.
        value: What to paint, in all channels.
        generator: Draws all places, each equally often. It may live on another device than the images.

    Returns:
        New memory of the images' shape, dtype and device.

    Raises:
        ValueError: Images without four axes, or a square that is higher or wider than they are.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4 or not 1 <= size <= min(images.shape[2:]):
        raise ValueError(f"a square of {size} px must fit into the images, got {tuple(images.shape)}")

    def covered(length: int) -> torch.Tensor:
        """Which places along an axis the square takes up, for each image: (N, length)."""
        choices = (length - size + 1, (len(images), 1))
        start = torch.randint(*choices, generator=generator, device=generator.device).to(images.device)
        place = torch.arange(length, device=images.device)
        return (start <= place) & (place < start + size)

    rows, cols = (covered(length) for length in images.shape[2:])
    return images.masked_fill(rows[:, None, :, None] & cols[:, None, None, :], value)
    ### END SOLUTION


# %% check="random_erasing" points=10
with public_checks("random_erasing") as check:
    check.true("to do", lambda: random_erasing(torch.rand(1, 1, 4, 4), 9, generator=None) is None)


# %%
def draw_beta(count: int, alpha: float, *, generator: torch.Generator) -> torch.Tensor:
    """Numbers from Beta(alpha, alpha), (count,), by NumPy: torch's own distribution takes no generator."""
    seed = torch.randint(2**62, (), generator=generator, device=generator.device).item()
    return torch.as_tensor(np.random.default_rng(seed).beta(alpha, alpha, count), device=generator.device)


# %% exercise="mixup"
def mixup(
    images: torch.Tensor,
    labels: torch.Tensor,
    num_classes: int,
    *,
    alpha: float = 0.2,
    generator: torch.Generator,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mix each image with another one of the batch, and their labels alike.

    Args:
        images: Shape (N, C, H, W).
        labels: Shape (N,), int64, in 0 to num_classes - 1.
        num_classes: Number of classes K.
        alpha: Shares are drawn from Beta(alpha, alpha), one for each image or one for the batch; 0 mixes
            nothing.
        generator: Draws shares and partners. It may live on another device than the images.

    Returns:
        images: share * image + (1 - share) * partner, the images' shape, dtype and device.
        soft_labels: The same for the labels as vectors with a single 1, shape (N, K), the images' dtype.

    Raises:
        ValueError: Not one label for each image, a label outside its range, or a negative alpha.

    Source: Zhang et al., mixup: beyond empirical risk minimization (2018).
    """
    ### BEGIN SOLUTION
    if labels.shape != images.shape[:1] or alpha < 0:
        raise ValueError(
            "labels must be one for each image and alpha at least 0, "
            f"got {tuple(labels.shape)} for {tuple(images.shape)} and {alpha}"
        )
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError(f"labels must lie in 0 to {num_classes - 1}, got {labels.min()} to {labels.max()}")
    N = len(images)
    hard = F.one_hot(labels, num_classes).to(images.dtype)
    if alpha == 0:
        return images.clone(), hard
    share = draw_beta(N, alpha, generator=generator).to(images)
    partner = torch.randperm(N, generator=generator, device=generator.device).to(images.device)

    def mix(values: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
        return share * values + (1 - share) * values[partner]

    return mix(images, per_image(share)), mix(hard, share[:, None])
    ### END SOLUTION


# %% check="mixup" points=12
with public_checks("mixup") as check:
    check.true("to do", lambda: mixup(torch.rand(1, 1, 4, 4), torch.zeros(1), 2, generator=torch.Generator()))


# %% exercise="Augment"
class Augment(nn.Module):
    """Apply transforms one after the other, in training mode only.

    Args:
        transforms: Each is called as `transform(images, generator=generator)` and gives the next images.

    Attributes:
        generator: The `torch.Generator` that all transforms draw from. Assign another, or seed it, to
            repeat what was drawn.
    """

    def __init__(self, *transforms: Callable[..., torch.Tensor]) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.transforms = transforms
        self.generator = torch.Generator()
        ### END SOLUTION

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """The transformed images in training mode; the images as they are in eval mode."""
        ### BEGIN SOLUTION
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
        ### END SOLUTION


# %% check="Augment" points=10
with public_checks("Augment") as check:
    check.true("to do", lambda: Augment()(torch.rand(1)) is None)


# %% exercise="label_agreement"
def label_agreement(
    transform: Callable[[torch.Tensor], torch.Tensor],
    classify: Callable[[torch.Tensor], torch.Tensor],
    images: torch.Tensor,
    labels: torch.Tensor,
    num_classes: int,
) -> torch.Tensor:
    """For each class, the share of its images that are still read as their label after a transform.

    Args:
        transform: From images to images.
        classify: From images to labels (N,).
        images: Shape (N, C, H, W).
        labels: Shape (N,), int64, in 0 to num_classes - 1.
        num_classes: Number of classes K.

    Returns:
        Shape (K,), floating, 0 to 1; NaN for a class without images.

    Raises:
        ValueError: Not one label for each image, or a label outside its range.
    """
    ### BEGIN SOLUTION
    if labels.shape != images.shape[:1]:
        raise ValueError(f"labels must be one for each image, got {tuple(labels.shape)} for {len(images)}")
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError(f"labels must lie in 0 to {num_classes - 1}, got {labels.min()} to {labels.max()}")
    kept = classify(transform(images)) == labels
    count = functools.partial(torch.bincount, minlength=num_classes)
    return count(labels[kept]) / count(labels)  # 0 / 0 is NaN
    ### END SOLUTION


# %% check="label_agreement" points=8
with public_checks("label_agreement") as check:
    check.true("to do", lambda: label_agreement(None, None, torch.rand(1), torch.zeros(1), 1) is None)


# %% exercise="unsafe_classes"
def unsafe_classes(
    agreement_before: torch.Tensor, agreement_after: torch.Tensor, *, tolerance: float = 0.1
) -> list[int]:
    """The classes that lose more than the tolerance by a transform.

    Args:
        agreement_before: What `label_agreement` gives without the transform, shape (K,).
        agreement_after: The same with it, shape (K,).
        tolerance: The largest loss, before - after, that is still safe.

    Returns:
        Classes in ascending order. A class without images (NaN) is not among them.

    Raises:
        ValueError: The two have other shapes than (K,) each.
    """
    ### BEGIN SOLUTION
    if agreement_before.ndim != 1 or agreement_before.shape != agreement_after.shape:
        raise ValueError(
            "both must have the same shape (K,), "
            f"got {tuple(agreement_before.shape)} and {tuple(agreement_after.shape)}"
        )
    return (agreement_before - agreement_after > tolerance).nonzero().flatten().tolist()
    ### END SOLUTION


# %% check="unsafe_classes" points=4
with public_checks("unsafe_classes") as check:
    check.true("to do", lambda: unsafe_classes(torch.rand(1), torch.rand(1)) is None)


# %% choice="flip-frequency" points=2
flip_frequency = None  # "a", "b" or "c"
### BEGIN SOLUTION
flip_frequency = "b"
### END SOLUTION

# %% choice="wide-page" points=2
wide_page = None  # "a", "b" or "c"
### BEGIN SOLUTION
wide_page = "b"
### END SOLUTION

# %% choice="cover-up" points=2
cover_up = None  # "a", "b" or "c"
### BEGIN SOLUTION
cover_up = "a"
### END SOLUTION

# %% choice="half-turn" points=2
half_turn = None  # "a", "b" or "c"
### BEGIN SOLUTION
half_turn = "c"
### END SOLUTION

# %% choice="split-first" points=2
split_first = None  # "a", "b" or "c"
### BEGIN SOLUTION
split_first = "a"
### END SOLUTION

# %% [markdown] written="when-is-a-copy-true" points=6
# ### BEGIN SOLUTION
# Model answer and rubric.
# ### END SOLUTION
