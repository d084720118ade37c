# %% [markdown]
# # Augmentation: more data for nothing, and its risks
#
# A letter that is moved, tilted or lit differently is still the same letter. Tell that to a network, and ten
# pictures of each class can do the work of forty. But each such copy is a *claim*: "this change leaves the
# label true". Make a claim that is false, mirror a b and still call it b, and the network learns that too. In
# this notebook you build the usual transforms, see what each is worth, and find the false claims by
# measuring.
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `random_crop` | ●●○ | 15 | 10 |
# | 2 | `random_flip` | ●○○ | 10 | 8 |
# | 3 | `random_affine` | ●●● | 30 | 16 |
# | 4 | `random_contrast` | ●○○ | 10 | 10 |
# | 5 | `random_erasing` | ●●○ | 15 | 10 |
# | 6 | `mixup` | ●●○ | 20 | 12 |
# | 7 | `Augment` | ●○○ | 10 | 10 |
# | 8 | `label_agreement` | ●●○ | 10 | 8 |
# | 9 | `unsafe_classes` | ●○○ | 5 | 4 |
# | | six predictions | | 5 | 6 × 2 |
# | | one written answer | | 10 | 6, read by a person |
#
# Each part stands on its own as far as it can: stuck in one, go on to the next. Hints are folded, and sorted
# by what you see on your screen.

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
from convlab.plots import DescribedFigure, show_bars, show_curves, show_images
from convlab.progress import track
from convlab.training import accuracy, train
from torchvision.transforms import v2

# %% [markdown]
# ## A hundred pictures
#
# Suppose somebody has to label every picture by hand, and stopped at ten of each digit. These are all that
# the network will ever see. The digits are tilted, moved, blurred, noisy and crossed by lines.

# %% experiment
pictures, truth = sample(100, DIGITS, level="medium", seed=0)
unseen, unseen_truth = sample(1000, DIGITS, level="medium", seed=500)
show_images(
    pictures[truth.argsort(stable=True)].view(10, 10, 28, 28).transpose(0, 1).flatten(0, 1)[:30],
    columns=10,
    size=0.8,
    alt="Thirty of the hundred pictures: each digit three times, tilted, noisy, some crossed by a grey line",
)

# %% [markdown]
# With no more than these, a convnet learns its hundred pictures by heart and then reads little more than half
# of new ones. You will see both numbers in a moment.
#
# A tutorial about photos of animals knows a remedy: **mirror** the pictures. A cat that looks to the left is
# a cat. So take each picture as it is, mirrored left to right, top to bottom, and both: four hundred instead
# of one hundred, and nobody has to label anything.
#
# **Predict.** The reader learns from the 400 pictures for as many steps as it did from the 100. Of *new*
# digits, which nobody mirrored, it then reads
#
# - **a** clearly more than before: it has four times the data
# - **b** about as many as before: nobody will show it a mirrored digit
# - **c** clearly fewer than before

# %% choice="photo-recipe" points=2
photo_recipe = None  # "a", "b" or "c"
### BEGIN SOLUTION
photo_recipe = "c"
### END SOLUTION

# %% experiment
torch.set_num_threads(1)
mirrored = torch.cat([pictures, pictures.flip(-1), pictures.flip(-2), pictures.flip((-1, -2))])
heart = {}
for name, learned, labels, epochs in (
    ("100 pictures", pictures, truth, 75),
    ("and mirrored: 400", mirrored, truth.repeat(4), 19),
):
    torch.manual_seed(0)
    reader = conv_reader()
    train(reader, learned, labels, epochs=epochs, lr=5e-3, batch_size=50)
    heart[name] = [accuracy(reader, pictures, truth), accuracy(reader, unseen, unseen_truth)]
    print(f"{name:>17}: {heart[name][0]:.2f} of its own pictures, {heart[name][1]:.2f} of new ones")
show_bars(
    ["the\nhundred", "new\npictures"],
    heart,
    ylabel="share read correctly",
    alt="Both read all of the hundred; of new ones .55 with the hundred alone, .43 with mirrored ones",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The reader knows its hundred pictures perfectly and reads about .57 of new ones (.53 to .61 over five sets
# of a hundred). With four times the data it reads about .44 (.42 to .46): *worse* than without.
#
# Mirror a 2 top to bottom and you get a 5, for all that a reader can see; turn a 6 by half a circle and it is
# a 9. The copies carried the old labels, and so some of them were lies. A cat has no such problem.
# </details>
#
# What may change without the label changing depends on the task. For letters: place, a small angle, size,
# light, noise. That is knowledge, and augmentation is the way to hand it to a network: change every picture
# anew, at random, each time it is shown, and keep the label.
#
# ![One labelled 7 becomes a moved, a tilted, a faint and a noisy 7, all still labelled 7](claims.svg)

# %% [markdown]
# ## Randomness with a name
#
# All transforms here keep three promises, and most bugs break one of them:
#
# - **Each image draws its own numbers.** One draw for the whole batch would show the network 50 pictures all
#   moved the same way.
# - **All numbers come from the `generator` that was handed in**: the same seed, the same pictures, whoever
#   else draws numbers meanwhile. It may live on the CPU while the images live elsewhere: draw where the
#   generator is (`device=generator.device`), then move the few numbers to the images.
# - **The images that came in stay as they are.** Somebody wants to show them again in the next epoch.
#
# And as everywhere in this course, input that makes no sense should raise a `ValueError` that says what was
# expected and what came. Where that is graded, the docstring names it.
#
# Three helpers that you may use wherever you like. The last is a finished transform, as an example.


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


# %% [markdown]
# And three for looking at a transform: the last shows a picture and, beside it, eight draws.


# %%
def seeded(seed: int) -> torch.Generator:
    """A new generator on the CPU."""
    return torch.Generator().manual_seed(seed)


def repeats(call: Callable[[torch.Generator], torch.Tensor]) -> bool:
    """Whether generators with the same seed give the same, and with another seed something else."""
    first, again, other = (call(seeded(seed)) for seed in (3, 3, 4))
    return first.equal(again) and not first.equal(other)


def show_draws(transform: Callable[..., torch.Tensor], *, alt: str, label: int = 7) -> DescribedFigure:
    """One clean digit, and what a transform makes of it in eight draws."""
    digit = sample(1, DIGITS, fonts=["DejaVuSans"], level="clean", labels=[label])[0]
    draws = transform(digit.repeat(8, 1, 1, 1), generator=seeded(0))
    titles = ["before", *["after"] * 8]
    return show_images(torch.cat([digit, draws]), titles=titles, columns=9, size=1.1, alt=alt)


# %% experiment
show_draws(random_noise, alt="A clean 7, and eight times the same 7 with fine grey noise, each time another")

# %% [markdown]
# ## 1 · It may stand elsewhere
#
# The plainest claim: a digit that is moved by a few pixels is the same digit. The usual way has two steps:
# put zeros around the picture, and cut a window of the old size out of the larger one, somewhere.
#
# ![With one zero on each side, the window has three places along each axis](crop.svg)
#
# With `padding` zeros on each side there are 2 · padding + 1 places along each axis; the one in the middle
# gives the picture itself.
#
# ### Exercise: `random_crop` (●●○, 15 minutes, 10 points)
#
# `torch.randint(n, size, …)` draws whole numbers from 0 to n − 1. A loop over the images is fine; without
# one, `unfold` from `01_convolution` gives all windows of all images as a view, and indexing with three
# tensors at once picks one window for each image.
#
# <details><summary>All images of a batch have moved the same way</summary>
#
# You drew *one* row and *one* column. Draw N of each.
# </details>
# <details><summary>The picture never comes to stand at the far end</summary>
#
# `torch.randint(2 * padding, …)` stops before its limit. There are 2 · padding **+ 1** places.
# </details>
# <details><summary>Pictures move along the diagonal only</summary>
#
# The same numbers served for rows and columns. Draw them separately.
# </details>
# <details><summary>"Expected a 'cpu' device type for generator" or the reverse</summary>
#
# Numbers are drawn where the generator lives: `device=generator.device`. Then `.to(images.device)`.
# </details>
# <details><summary>The shape is right for square pictures, wrong for wide ones</summary>
#
# A window is H high and W wide: name all four axes, and use each length where it belongs.
# </details>


# %% exercise="random_crop"
def random_crop(images: torch.Tensor, padding: int, *, generator: torch.Generator) -> torch.Tensor:
    """Pad with zeros, and cut each image out again at a place of its own.

    Args:
        images: Shape (N, C, H, W).
        padding: Zeros on each side [px], >= 0.
        generator: Draws all places, each of the 2 * padding + 1 offsets along both axes equally often. It
            may live on another device than the images.

    Returns:
        The images' shape, dtype and device.
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
wide = torch.rand(2, 3, 4, 7, generator=seeded(0))
dot = torch.zeros(1, 1, 3, 3)
dot[..., 1, 1] = 1
with public_checks("random_crop") as check:
    check.close(
        "padding 0 leaves one place, and two colour images of 4 × 7 as they are",
        lambda: random_crop(wide, 0, generator=seeded(0)),
        wide,
        hint="the window is as high and as wide as the image",
    )
    check.close(
        "900 dots in the middle of 3 × 3, padding 1: about 100 come to stand at each place",
        lambda: random_crop(dot.repeat(900, 1, 1, 1), 1, generator=seeded(1)).sum((0, 1)),
        torch.full((3, 3), 100.0),
        atol=60,
        hint="three rows and three columns, drawn for each image and each axis by itself",
    )
    check.true(
        "the same seed gives the same crops",
        lambda: repeats(lambda g: random_crop(wide, 2, generator=g)),
        hint="draw from the generator, and from nothing else",
    )

# %% experiment
show_draws(
    functools.partial(random_crop, padding=4),
    alt="A clean 7 in the middle, and eight times the 7 moved by up to four pixels in all directions",
)

# %% [markdown]
# <details><summary>What would break this?</summary>
#
# - Padding larger than the room around the digit: strokes leave the picture. What is left of an 8 may be a 3.
# - A grey background: the zeros that come in draw a black edge around the picture. `F.pad(…, mode="reflect")`
#   is the usual answer there.
# </details>

# %% [markdown]
# ## 2 · It may look the other way
#
# May it? This is the transform that did the harm above; part 8 will measure how much, and on which classes.
# For cats and cars it is among the most useful ones, so build it.
#
# ![Mirrored left to right a b becomes d, top to bottom it becomes p](mirror.svg)
#
# **Predict.** 1000 pictures, p = 0.5. How many of them are flipped?
#
# - **a** exactly 500
# - **b** about 500, rarely exactly: each picture tosses its own coin
# - **c** all or none: one coin for the batch

# %% choice="flip-frequency" points=2
flip_frequency = None  # "a", "b" or "c"
### BEGIN SOLUTION
flip_frequency = "b"
### END SOLUTION

# %% [markdown]
# ### Exercise: `random_flip` (●○○, 10 minutes, 8 points)
#
# Make all pictures flipped ones with `images.flip(dim)`, then take for each picture one or the other:
# `torch.where(condition, a, b)` chooses entry by entry, and `per_image` gives the condition the right shape.
#
# <details><summary>At p = 0.25 three quarters are flipped</summary>
#
# `torch.rand(…) < p` is true with probability p; `>` is the reverse.
# </details>
# <details><summary>With p = 1 now and then one stays as it was, or with p = 0 one is flipped</summary>
#
# `torch.rand` gives 0 ≤ u < 1. Which of `<` and `<=` is never true at p = 0, and always at p = 1?
# </details>
# <details><summary>The caller's pictures have changed</summary>
#
# `images[flipped] = …` writes into the tensor that was handed in. `torch.where` makes a new one.
# </details>
# <details><summary><code>dim=1</code> runs, and swaps the colours</summary>
#
# `flip` turns any axis round, even the batch. Only −1, −2, 2 and 3 are axes of a picture: raise a
# `ValueError` for the others.
# </details>


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
        The images' shape, dtype and device.

    Raises:
        ValueError: `dim` is another axis.
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
signs = torch.tensor([[[[1.0, 2, 3], [4, 5, 6]]]])
many = signs.repeat(2000, 1, 1, 1)
colourful = torch.rand(1, 3, 4, 7, generator=seeded(0)).repeat(40, 1, 1, 1)


def flipped_whole(after: torch.Tensor) -> bool:
    """Whether each colourful picture is as before, or its mirror image."""
    as_before, mirrored = ((after == one).all(3).all(2).all(1) for one in (colourful, colourful.flip(-1)))
    return bool((as_before | mirrored).all())


with public_checks("random_flip") as check:
    check.close(
        "p = 1 swaps left and right",
        lambda: random_flip(signs, p=1, generator=seeded(0)),
        torch.tensor([[[[3.0, 2, 1], [6, 5, 4]]]]),
        hint="dim -1 is the width",
    )
    check.close(
        "dim = 2 swaps top and bottom",
        lambda: random_flip(signs, p=1, dim=2, generator=seeded(0)),
        torch.tensor([[[[4.0, 5, 6], [1, 2, 3]]]]),
        hint="axes are counted in (N, C, H, W)",
    )
    check.close(
        "of 2000 pictures about a quarter at p = 0.25",
        lambda: (random_flip(many, p=0.25, generator=seeded(1))[:, 0, 0, 0] == 3).float().mean(),
        torch.tensor(0.25),
        atol=0.07,
        hint="a coin for each picture, true with probability p",
    )
    check.true(
        "each picture is flipped as a whole, or not at all",
        lambda: flipped_whole(random_flip(colourful, generator=seeded(2))),
        hint="the condition has one entry for each picture: per_image gives it the right shape",
    )
    check.true(
        "the same seed gives the same flips",
        lambda: repeats(lambda g: random_flip(many, generator=g)),
        hint="draw from the generator, and from nothing else",
    )
    check.raises(
        "dim = 1, the colours",
        ValueError,
        lambda: random_flip(signs, dim=1, generator=seeded(0)),
        hint="only -1, -2, 2 and 3 are axes of a picture",
    )

# %% experiment
show_draws(
    random_flip,
    label=2,
    alt="A clean 2, and eight times the 2, some of them mirrored: those look like a 5 or an S",
)

# %% [markdown]
# Look at the mirrored ones without the title. Which digit is that?

# %% [markdown]
# ## 3 · It may be tilted, larger, or in between
#
# A turn, a change of size and a shift together are an **affine map**. Writing it looks easy: for each pixel
# of the picture, work out where it goes. But the pixels of a turned picture do not land on pixels: some
# places are hit twice, others never. So everybody does it the other way round: for each pixel of the
# **result**, ask where in the picture it comes *from*, and mix the four pixels around that place (*bilinear*
# interpolation).
#
# ![For a pixel of the result: undo shift, turn and size, and land between four pixels](affine.svg)
#
# A pixel goes from p to **s · R · p + t**: turned by R, enlarged by s, then shifted by t. So it comes *from*
# R⁻¹ (p − t) / s. Counter-clockwise on the screen, where y points down,
#
# ```text
#         ( cos α   sin α )                ( cos α  −sin α )
#     R = (               )         R⁻¹ =  (               )
#         (−sin α   cos α )                ( sin α   cos α )
# ```
#
# for places (x, y) in pixels from the centre.
#
# torch has both halves: `F.affine_grid(matrices, shape)` works out the places for matrices of shape (N, 2,
# 3), and `F.grid_sample(images, grid)` picks the colours there. One catch: `affine_grid` does not count
# pixels. It calls the left edge −1 and the right edge 1, **and the same from top to bottom**, however wide
# the picture is.
#
# **Predict.** A picture is twice as wide as high. You put R⁻¹ for 45 degrees into `affine_grid` as it stands
# above. A small square in the middle of the picture
#
# - **a** is turned by 45 degrees and remains a square
# - **b** becomes a crooked shape: nothing in the picture has right angles any more
# - **c** is turned by 90 degrees: the picture is twice as wide

# %% choice="wide-page" points=2
wide_page = None  # "a", "b" or "c"
### BEGIN SOLUTION
wide_page = "b"
### END SOLUTION

# %% experiment
scene = torch.zeros(1, 1, 40, 80)
scene[..., 12:28, 32:48] = 1
half = math.sqrt(0.5)
as_it_stands = torch.tensor([[[half, -half, 0], [half, half, 0]]])
in_pixels = torch.tensor([[[half, -half * 40 / 80, 0], [half * 80 / 40, half, 0]]])
turned = [
    F.grid_sample(scene, F.affine_grid(matrix, list(scene.shape), align_corners=False), align_corners=False)
    for matrix in (as_it_stands, in_pixels)
]
show_images(
    torch.cat([scene, *turned]),
    titles=["picture", "R⁻¹ as it stands", "in pixels"],
    size=2.4,
    alt="A square on a wide page; turned as it stands it becomes a parallelogram, in pixels a diamond",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# As it stands the square becomes a stretched parallelogram. A step of 1 in x is W/2 pixels and a step of 1 in
# y only H/2. So translate: what you have in units of (W/2, H/2) is x · W/2 and y · H/2 in pixels; turn that;
# and divide by W/2 and H/2 again. In the matrix, the entry that takes y to x gets a factor H/W, and the one
# that takes x to y gets W/H. On square pictures both are 1, and nobody notices.
# </details>
#
# ### Exercise: `random_affine` (●●●, 30 minutes, 16 points)
#
# Draw an angle, a size and two shifts for each image, build the (N, 2, 3) matrices that lead *back*, and let
# `affine_grid` and `grid_sample` do the rest, both with `align_corners=False`. A shift by the share f of the
# width is 2f in `affine_grid`'s units, since the whole width is 2.
#
# <details><summary>It turns clockwise</summary>
#
# The matrix leads from the result back to the picture, so its sines have the signs of R⁻¹, not of R.
# </details>
# <details><summary>scale 2 makes it smaller</summary>
#
# For a digit twice as large you look at a region half as large: the way back *divides* by s.
# </details>
# <details><summary>Turned and shifted, it lands in the wrong place</summary>
#
# First undo the shift, then the turn: R⁻¹ (p − t) / s = R⁻¹p/s − R⁻¹t/s. So the last column of the matrix is
# not −t but −(R⁻¹/s) t.
# </details>
# <details><summary>Right on square pictures, sheared on wide ones</summary>
#
# Turn in pixels: factor H/W at the sine in the first row, W/H at the sine in the second.
# </details>
# <details><summary>At zero strength the picture is slightly blurred</summary>
#
# `align_corners` differs between `affine_grid` and `grid_sample`, and half a pixel is lost between them.
# </details>
# <details><summary>An angle of 90 turns it by some other amount</summary>
#
# `torch.cos` takes radians: `torch.deg2rad(angle)`.
# </details>


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
flag = torch.zeros(1, 1, 5, 5)
flag[0, 0, 0:3, 1] = torch.tensor([1.0, 0.8, 0.6])
pointer = torch.zeros(1, 1, 5, 9)
pointer[0, 0, 2, 6] = 1  # two pixels to the right of the centre
pointer_up = torch.zeros(1, 1, 5, 9)
pointer_up[0, 0, 0, 4] = 1  # two pixels above it

beacons = torch.zeros(200, 1, 9, 8)
beacons[:, 0, 4, 3:5] = 1  # the two middle columns
needles = torch.zeros(200, 1, 21, 21)
needles[:, 0, 9:12, 16:19] = 1  # point to the right


def reaches(values: torch.Tensor, limit: float) -> bool:
    """Whether the values go up to the limit either way, nearly that far, and no farther."""
    low, high = values.min() / limit, values.max() / limit
    return bool(-1.02 < low < -0.8 and 0.8 < high < 1.02)


def columns(images: torch.Tensor) -> torch.Tensor:
    """How far the ink of each image lies to the right of its centre, (N,) [px]."""
    places = torch.arange(images.shape[3]) - (images.shape[3] - 1) / 2
    return (images.sum((1, 2)) * places).sum(1) / images.sum((1, 2, 3))


def directions(images: torch.Tensor) -> torch.Tensor:
    """Where the ink of each image lies as seen from its centre, (N,) [degrees, counter-clockwise]."""
    places = torch.arange(21.0) - 10
    up, right = (-images.sum((1, 3)) * places).sum(1), (images.sum((1, 2)) * places).sum(1)
    return torch.rad2deg(torch.atan2(up, right))


with public_checks("random_affine") as check:
    check.close(
        "at zero strength nothing changes",
        lambda: random_affine(wide, generator=seeded(0)),
        wide,
        atol=1e-4,
        hint="the matrix is then (1 0 0; 0 1 0); align_corners=False in both calls",
    )
    check.close(
        "90 degrees, counter-clockwise",
        lambda: random_affine(flag, degrees=(90, 90), generator=seeded(0)),
        torch.rot90(flag, 1, (2, 3)),
        atol=1e-4,
        hint="radians; and the matrix leads from the result back to the picture",
    )
    check.close(
        "90 degrees on a wide picture: two pixels to the right become two pixels up",
        lambda: random_affine(pointer, degrees=(90, 90), generator=seeded(0)),
        pointer_up,
        atol=1e-4,
        hint="turn in pixels, not in units of half the width and half the height",
    )
    check.close(
        "a scale of one half: 8 × 8 white pixels become 4 × 4",
        lambda: random_affine(torch.ones(1, 1, 8, 8), scale=(0.5, 0.5), generator=seeded(0)),
        F.pad(torch.ones(1, 1, 4, 4), [2] * 4),
        atol=1e-4,
        hint="the way back divides by the scale",
    )
    check.true(
        "degrees=40: each image is turned by its own angle, up to 40 degrees either way",
        lambda: reaches(directions(random_affine(needles, degrees=40, generator=seeded(1))), 40),
        hint="one angle for each image, uniform in −degrees to degrees",
    )
    check.true(
        "translate=0.25 on a width of 8: each image moves by its own amount, up to 2 px either way",
        lambda: reaches(columns(random_affine(beacons, translate=0.25, generator=seeded(2))), 2),
        hint="a quarter of the width is 0.5 in units in which the whole width is 2",
    )
    check.true(
        "the same seed gives the same turns",
        lambda: repeats(lambda g: random_affine(wide, degrees=30, generator=g)),
        hint="draw from the generator, and from nothing else",
    )

# %% experiment
show_draws(
    functools.partial(random_affine, degrees=15, translate=0.1, scale=(0.85, 1.15)),
    label=4,
    alt="A clean 4, and eight times the 4, each tilted, moved and resized a little in its own way",
)

# %% [markdown]
# <details><summary>What would break this?</summary>
#
# - Transforming a picture that was transformed already: each bilinear mix blurs a little. Put turn, size and
#   shift into *one* matrix, as you did.
# - Shrinking a lot: four neighbours no longer stand for all the pixels that fall together, and thin lines
#   vanish here and there. Blur first (`02_downsampling` shows why).
# - `degrees=180` for digits. But you knew.
# </details>

# %% [markdown]
# ## 4 · The light may change
#
# Brighter, darker, stronger, fainter: the pattern stays. Each image draws two numbers: a **contrast** c
# around 1 that stretches its values about their mean, and a **brightness** b around 0 that moves all of them.
#
# ![Values on a line from 0 to 1: stretched about their mean, moved, and clipped at 1](contrast.svg)
#
# ### Exercise: `random_contrast` (●○○, 10 minutes, 10 points)
#
# <details><summary>The picture gets brighter when only the contrast changes</summary>
#
# You stretched about 0: x · c. About the mean it is (x − mean) · c + mean.
# </details>
# <details><summary>A dark and a bright picture of one batch grow more alike</summary>
#
# The mean went over the whole batch. Each picture has its own: `images.mean(dim=(1, 2, 3), keepdim=True)`.
# </details>
# <details><summary>Colours shift</summary>
#
# One mean, one b and one c for all channels of a picture, else red and blue move apart.
# </details>
# <details><summary>Values above 1 or below 0</summary>
#
# `clamp(0, 1)`, as the last step: clamping in between loses what the next step could have brought back.
# </details>


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
greys = torch.tensor([0.4, 0.5, 0.6]).expand(400, 1, 2, 3)
colours = 0.3 + 0.4 * torch.rand(400, 3, 2, 3, generator=seeded(0))


def fills(values: torch.Tensor, low: float, high: float) -> bool:
    """Whether the values lie between low and high, and reach nearly to both."""
    edge = (high - low) / 10
    inside = low - 1e-4 <= values.min() and values.max() <= high + 1e-4
    return bool(inside and values.min() < low + edge and values.max() > high - edge)


def factors(after: torch.Tensor) -> torch.Tensor:
    """The factor by which each of `colours` was stretched; 0 where no single factor explains all values."""
    x, y = (images - images.mean((1, 2, 3), keepdim=True) for images in (colours, after))
    c = (x * y).sum((1, 2, 3)) / (x * x).sum((1, 2, 3))
    return c * ((y - per_image(c) * x).abs().amax((1, 2, 3)) < 1e-4)


with public_checks("random_contrast") as check:
    check.close(
        "at zero strength nothing changes",
        lambda: random_contrast(wide, generator=seeded(0)),
        wide,
        hint="c is then 1 and b 0",
    )
    check.true(
        "brightness alone moves the middle value by up to 0.2 either way, each image by its own amount",
        lambda: fills(random_contrast(greys, brightness=0.2, generator=seeded(1))[..., 1] - 0.5, -0.2, 0.2),
        hint="one b for each image, uniform in ±brightness",
    )
    check.close(
        "and keeps the steps between an image's values",
        lambda: random_contrast(greys, brightness=0.2, generator=seeded(1)).diff(dim=-1),
        torch.full((400, 1, 2, 2), 0.1),
        atol=1e-4,
        hint="the same b for all values of an image",
    )
    check.close(
        "contrast alone keeps the mean of each image",
        lambda: random_contrast(colours, contrast=0.5, generator=seeded(2)).mean((1, 2, 3)),
        colours.mean((1, 2, 3)),
        atol=1e-4,
        hint="(x − mean) · c + mean, with the image's own mean",
    )
    check.true(
        "and stretches all its values by one factor of 0.5 to 1.5, each image by its own",
        lambda: fills(factors(random_contrast(colours, contrast=0.5, generator=seeded(3))), 0.5, 1.5),
        hint="one mean and one c for all channels of an image; c is uniform in 1 ± contrast",
    )
    check.true(
        "everything stays between 0 and 1, and reaches both",
        lambda: fills(random_contrast(greys, brightness=0.9, contrast=0.9, generator=seeded(4)), 0.0, 1.0),
        hint="clamp at the end",
    )
    check.true(
        "the same seed gives the same light",
        lambda: repeats(lambda g: random_contrast(wide, brightness=0.3, generator=g)),
        hint="draw from the generator, and from nothing else",
    )

# %% experiment
show_draws(
    functools.partial(random_contrast, brightness=0.3, contrast=0.6),
    label=5,
    alt="A clean 5, and eight times the 5, some brighter, some darker, some with fainter ink",
)

# %% [markdown]
# ## 5 · A part may be hidden
#
# A bus behind a tree is still a bus. So cover a random square of each picture: the network can no longer rely
# on one tell-tale part, and has to look at the rest too. The idea is known as **cutout** (DeVries & Taylor,
# *Improved regularization of convolutional neural networks with cutout*, 2017) and random erasing (Zhong and
# colleagues, 2017).
#
# ![A 2 × 2 square on 4 × 5 pixels can begin in 3 rows and 4 columns](erasing.svg)
#
# ### Exercise: `random_erasing` (●●○, 15 minutes, 10 points)
#
# The square always lies inside. Along an axis of `length` pixels it can therefore *begin* at `length − size +
# 1` places, and each should be equally likely.
#
# <details><summary>The last row or column is never covered</summary>
#
# `torch.randint(length - size, …)` is one place short: it stops before its limit.
# </details>
# <details><summary>Some squares are cut off at the border</summary>
#
# You drew the *middle*, or drew from all `length` places. Draw the top-left corner, and only from places
# where the whole square fits.
# </details>
# <details><summary>How do I do it without a loop?</summary>
#
# Compare the row numbers 0 … H − 1 with each image's `top`: `(rows >= top) & (rows < top + size)` with shapes
# (H,) and (N, 1) gives (N, H). The same for columns. Both at once, as (N, 1, H, 1) and (N, 1, 1, W), are the
# square.
# </details>
# <details><summary>Only one colour is covered</summary>
#
# The square goes over all channels: index them with `:`, or give the mask a channel axis of length 1.
# </details>


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
        The images' shape, dtype and device.

    Raises:
        ValueError: The square is higher or wider than the images.
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
white = torch.ones(50, 3, 6, 9)
with public_checks("random_erasing") as check:
    check.equal(
        "size 2 on three channels: 12 values are painted in each image",
        lambda: (random_erasing(white, 2, generator=seeded(0)) == 0).sum((1, 2, 3)),
        torch.full((50,), 12),
        hint="a whole square, over all channels, never cut off at the border",
    )
    check.equal(
        "and they are a square: one window of 2 × 2 is painted all over",
        lambda: (F.max_pool2d(random_erasing(white, 2, generator=seeded(1)), 2, 1) == 0).sum((2, 3)),
        torch.ones(50, 3, dtype=torch.int64),
        hint="one top-left corner for each image; size rows and size columns from there",
    )
    check.close(
        "size 1 on 2 × 3: each pixel is covered in about a sixth of 2400 images",
        lambda: 1 - random_erasing(torch.ones(2400, 1, 2, 3), 1, generator=seeded(2)).mean((0, 1)),
        torch.full((2, 3), 1 / 6),
        atol=0.05,
        hint="length − size + 1 places, each image by itself, borders included",
    )
    check.close(
        "painted with another value",
        lambda: random_erasing(torch.zeros(1, 1, 2, 2), 2, value=0.5, generator=seeded(0)),
        torch.full((1, 1, 2, 2), 0.5),
        hint="a square as large as the image covers all of it",
    )
    check.true(
        "the same seed gives the same squares",
        lambda: repeats(lambda g: random_erasing(white, 2, generator=g)),
        hint="draw from the generator, and from nothing else",
    )
    check.raises(
        "a square of 7 on 6 × 9 pixels",
        ValueError,
        lambda: random_erasing(white, 7, generator=seeded(0)),
        hint="compare with the smaller of height and width",
    )

# %% experiment
show_draws(
    functools.partial(random_erasing, size=8, value=0.5),
    label=8,
    alt="A clean 8, and eight times the 8 with a grey square over another part of the picture",
)

# %% [markdown]
# The square is grey here so that you see it. You still read an 8, because you know that something lies on top
# of it. On these black pages the square will be black, and an 8 without its left side is a 3.
#
# **Predict.** Ten pictures of each digit, a square of 8 × 8 in black. Against no augmentation at all, it
# brings
#
# - **a** nothing, within what differs from seed to seed
# - **b** some 10 percentage points
# - **c** as much as random crops

# %% choice="cover-up" points=2
cover_up = None  # "a", "b" or "c"
### BEGIN SOLUTION
cover_up = "a"
### END SOLUTION

# %% [markdown]
# Part 7 measures it.

# %% [markdown]
# ## 6 · A bit of both
#
# The last one makes a claim that sounds absurd: 70 % of a 3 laid over 30 % of a 7 is *70 % a 3 and 30 % a 7*.
# Nobody will ever see such a picture. But a network that follows this rule between all its examples cannot
# jump wildly from one class to another, and is less sure of itself where it knows nothing. This is **mixup**
# (Zhang and colleagues, *mixup: beyond empirical risk minimization*, 2018).
#
# ![A 3 with share .7 and a 7 with share .3 give a mixed picture with the label .7 and .3](mixup.svg)
#
# Labels are no longer one class but a share of each: a row of K numbers that add up to 1. Cross-entropy takes
# such rows as they are: `F.cross_entropy(logits, soft_labels)`.
#
# Shares come from a Beta distribution. At α = 0.2 most are near 0 or 1 (one picture dominates), at α = 1 all
# are equally likely. torch's own Beta takes no generator; this helper does.


# %%
def draw_beta(count: int, alpha: float, *, generator: torch.Generator) -> torch.Tensor:
    """Numbers from Beta(alpha, alpha), alpha > 0: (count,) on the generator's device."""
    seed = torch.randint(2**62, (), generator=generator, device=generator.device).item()
    return torch.as_tensor(np.random.default_rng(seed).beta(alpha, alpha, count), device=generator.device)


# %% [markdown]
# ### Exercise: `mixup` (●●○, 20 minutes, 12 points)
#
# Partners come from the same batch: a random order of it, `torch.randperm(N, generator=…)`. Mix pictures and
# labels with the *same* shares and the *same* partners. One share for each image or one for the whole batch:
# both are in use, both are right here.
#
# <details><summary>The labels do not fit the pictures</summary>
#
# You drew twice, once for the pictures and once for the labels. Draw shares and partners once.
# </details>
# <details><summary>"The size of tensor a must match…" at the labels</summary>
#
# Pictures need the shares as (N, 1, 1, 1), rows of labels as (N, 1).
# </details>
# <details><summary>The labels are whole numbers, or of another dtype</summary>
#
# `F.one_hot` gives int64. `.to(images.dtype)` before you mix.
# </details>
# <details><summary><code>alpha=0</code> raises an error, or gives NaN</summary>
#
# There is no Beta(0, 0). Asked for is: mix nothing. Treat it before you draw.
# </details>
# <details><summary>The caller's pictures have changed</summary>
#
# `images *= …` works in place. Write `share * images + (1 - share) * images[partner]`.
# </details>


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
        ValueError: alpha is negative.

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
halves = torch.arange(64) % 2  # two classes, and pictures that show their label: all 0 or all 1
shades = per_image(halves.float()).repeat(1, 1, 2, 3)


def in_step(mixed: torch.Tensor, soft: torch.Tensor) -> bool:
    """Whether each picture is as bright as its label says."""
    return bool((mixed.amax((1, 2, 3)) - soft[:, 1]).abs().max() < 1e-5)


with public_checks("mixup") as check:
    check.close(
        "alpha = 0 mixes nothing",
        lambda: mixup(shades, halves, 2, alpha=0, generator=seeded(0))[0],
        shades,
        hint="every share is then 1",
    )
    check.close(
        "and its labels are rows with a single 1",
        lambda: mixup(shades[:3], halves[:3], 4, alpha=0, generator=seeded(0))[1],
        torch.tensor([[1.0, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0]]),
        hint="F.one_hot(labels, num_classes), in the images' dtype",
    )
    check.close(
        "soft labels add up to 1",
        lambda: mixup(shades, halves, 3, alpha=1.0, generator=seeded(1))[1].sum(1),
        torch.ones(64),
        hint="share and 1 − share",
    )
    check.true(
        "a picture that is 30 % bright is 30 % of the bright class",
        lambda: in_step(*mixup(shades, halves, 2, alpha=8.0, generator=seeded(2))),
        hint="the same shares and the same partners for pictures and labels",
    )
    check.true(
        "and something is mixed",
        lambda: bool((mixup(shades, halves, 2, alpha=8.0, generator=seeded(3))[1].amax(1) < 0.95).any()),
        hint="each picture meets another one of the batch",
    )
    check.true(
        "the same seed gives the same mixtures",
        lambda: repeats(lambda g: mixup(shades, halves, 2, alpha=1.0, generator=g)[0]),
        hint="draw from the generator, and from nothing else",
    )
    check.raises(
        "negative alpha",
        ValueError,
        lambda: mixup(shades, halves, 2, alpha=-1.0, generator=seeded(0)),
        hint="compare with 0 before you draw",
    )

# %% [markdown]
# Eight mixed pictures; and what mixtures of our hundred bring, for as many steps as before.

# %% experiment
generator = seeded(1)
clean, clean_truth = sample(10, DIGITS, fonts=["DejaVuSans"], level="clean", labels=range(10))
mixed, soft = mixup(clean, clean_truth, 10, alpha=1.0, generator=generator)
shares = [" + ".join(f"{row[k]:.0%} {k}" for k in row.argsort(descending=True)[:2].tolist()) for row in soft]
show_images(mixed[:8], titles=shares[:8], columns=8, alt="Eight pictures, each of two digits")

for alpha in track((0.2, 1.0), "two alphas"):
    batches = [mixup(pictures, truth, 10, alpha=alpha, generator=generator) for _ in range(15)]
    torch.manual_seed(0)
    reader = conv_reader()
    mixtures, rows = (torch.cat(parts) for parts in zip(*batches, strict=True))
    train(reader, mixtures, rows, epochs=5, lr=5e-3, batch_size=50)
    print(f"alpha {alpha}: {accuracy(reader, unseen, unseen_truth):.2f} of new pictures")

# %% [markdown]
# Here it brings nothing: about .57 with and without (.53 to .61 over five sets of a hundred, for both
# alphas). The paper's gains are on large sets of photos and long training. A clever idea is no promise: the
# next part asks each of your transforms what it is worth *here*.

# %% [markdown]
# ## 7 · Only while it learns
#
# Augmentation belongs to training, like dropout. Whoever reads a picture in earnest wants the answer for
# *that* picture, not for a tilted one with a hole. In torch there is a place for such a difference: a module
# that looks at `self.training`. Put in front of a reader it needs no further thought: `model.train()`
# switches it on, `model.eval()` off.
#
# ![In training mode images pass all transforms to the reader; in eval mode they go around them](augment.svg)
#
# ### Exercise: `Augment` (●○○, 10 minutes, 10 points)
#
# <details><summary>"'Augment' object has no attribute…"</summary>
#
# What `forward` needs, `__init__` has to keep: `self.transforms = …`, `self.generator = …`.
# </details>
# <details><summary>Always on, or always off</summary>
#
# `self.training` is true after `.train()` and false after `.eval()`; torch sets it, and nobody else should.
# </details>
# <details><summary>Each call draws the same numbers</summary>
#
# You make or seed the generator in `forward`. Make it once, in `__init__`; it moves on by itself.
# </details>
# <details><summary>Two transforms, but only the last one has an effect</summary>
#
# Each takes what the one before it gave, not the images that came in.
# </details>


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
def plus_one(images: torch.Tensor, *, generator: torch.Generator) -> torch.Tensor:
    """Not random at all."""
    return images + 1


def doubled(images: torch.Tensor, *, generator: torch.Generator) -> torch.Tensor:
    """Nor is this."""
    return images * 2


def draw_with(seed: int, calls: int = 1) -> torch.Tensor:
    """What an Augment with noise gives in its last call."""
    noisy = Augment(random_noise)
    noisy.generator = seeded(seed)
    return [noisy(wide) for _ in range(calls)][-1]


with public_checks("Augment") as check:
    check.close(
        "first plus one, then doubled: 3 becomes 8",
        lambda: Augment(plus_one, doubled)(torch.tensor([3.0])),
        torch.tensor([8.0]),
        hint="one after the other, in the order in which they were handed in",
    )
    check.close(
        "in eval mode 3 stays 3",
        lambda: Augment(plus_one, doubled).eval()(torch.tensor([3.0])),
        torch.tensor([3.0]),
        hint="look at self.training",
    )
    check.close(
        "also as a part of a model that is put into eval mode",
        lambda: nn.Sequential(Augment(plus_one), nn.Flatten()).eval()(torch.zeros(1, 2, 1)),
        torch.zeros(1, 2),
        hint="it has to be an nn.Module, and leave self.training to torch",
    )
    check.true(
        "the generator seeds it: equal seeds, equal noise",
        lambda: draw_with(5).equal(draw_with(5)) and not draw_with(5).equal(draw_with(6)),
        hint="hand self.generator to every transform, and read it anew in each call",
    )
    check.true(
        "the next call draws other noise",
        lambda: not draw_with(5).equal(draw_with(5, calls=2)),
        hint="make the generator once, in __init__",
    )

# %% [markdown]
# ### What is each one worth?
#
# Now the harvest. Each reader gets the *same* number of steps and of pictures in a step; only what the
# pictures go through differs. Three different sets of a hundred, since a single one tells little.


# %% experiment
@functools.cache  # the next experiments ask for some of these again
def learn(recipe: tuple, *, each: int = 10, seed: int = 0) -> nn.Module:
    """A reader that saw `each` pictures of each digit through a recipe, in 150 steps of 50."""
    learned, labels = sample(10 * each, DIGITS, level="medium", seed=seed)
    torch.manual_seed(seed)
    model = nn.Sequential(Augment(*recipe), conv_reader())
    model[0].generator.manual_seed(seed)
    train(model, learned, labels, epochs=750 // each, lr=5e-3, batch_size=50, seed=seed)
    return model


shaken = functools.partial(random_affine, degrees=15, translate=0.1, scale=(0.85, 1.15))
lit = functools.partial(random_contrast, brightness=0.1, contrast=0.3)
recipes = {
    "nothing": (),
    "crop": (functools.partial(random_crop, padding=3),),
    "affine": (shaken,),
    "affine,\nnoise": (shaken, random_noise),
    "affine,\nlight, noise": (shaken, lit, random_noise),
    "erasing": (functools.partial(random_erasing, size=8),),
    "flips": (random_flip, functools.partial(random_flip, dim=-2)),
}
worth = {}
for name, recipe in track(list(recipes.items()), "seven recipes"):
    scores = [accuracy(learn(recipe, seed=seed), unseen, unseen_truth) for seed in track(range(3), name)]
    worth[name] = sum(scores) / 3
    print(f"{name:>20}".replace("\n", " "), f"{worth[name]:.2f}   ({min(scores):.2f} to {max(scores):.2f})")
show_bars(
    list(worth),
    {"accuracy": list(worth.values())},
    ylabel="share of new pictures read",
    alt="Ten pictures a class: .55 with nothing, .8 with crops or affine maps, .87 with noise as well, .89"
    " with light too; erasing brings nothing, flips cost a tenth",
)

# %% [markdown]
# On our machine, over five sets of a hundred pictures:
#
# | recipe | read | from – to |
# |---|---|---|
# | nothing | .57 | .53 – .61 |
# | crop | .82 | .78 – .87 |
# | affine | .81 | .72 – .86 |
# | affine, noise | .87 | .85 – .88 |
# | affine, light, noise | **.89** | .87 – .90 |
# | erasing | .54 | .48 – .59 |
# | flips | **.45** | .42 – .47 |
#
# Thirty points for nothing: no new picture, no new label, no larger network. What helps are claims that are
# true *and* tell the network something that its hundred pictures do not show. Erasing does not help here: in
# these pictures nothing is ever hidden, and a covered digit may be another one. Flips cost ten points.
#
# <details><summary>affine with noise scores as without augmentation, or as badly as flips</summary>
#
# Then one of your transforms does not do what it says: look at its pictures above. Is `Augment` on while it
# learns? Does `random_affine` leave the digit in the picture?
# </details>
#
# ### How many pictures is that?
#
# The same question in another currency: how many *real* pictures would you need for the same result?

# %% experiment
sizes = [5, 10, 20, 40, 80]
by_size = {
    name: [accuracy(learn(recipe, each=each, seed=1), unseen, unseen_truth) for each in track(sizes, name)]
    for name, recipe in (("nothing", ()), ("affine, noise", (shaken, random_noise)))
}
for each, plain, augmented in zip(sizes, *by_size.values(), strict=True):
    print(f"{each:>2} of each digit: {plain:.2f} as they are, {augmented:.2f} with affine and noise")
show_curves(
    sizes,
    by_size,
    xlabel="pictures of each class",
    ylabel="share of new pictures read",
    alt="Without augmentation accuracy climbs from .4 at 5 pictures a class to .93 at 80; with it from .65,"
    " and both meet at 80",
)

# %% [markdown]
# Ten of each with affine and noise read as many as forty of each without (.86 to .87, and .86 to .88, over
# three sets). At eighty of each the lead is gone: what the copies claimed, the pictures now show themselves.
# Augmentation is a loan from your knowledge; it pays most where data are few.
#
# ### What happens if it is not only for training
#
# Two mistakes that nobody notices while the code runs. The first: the augmentation stays on when you test.

# %% experiment
model = learn((shaken, random_noise), seed=2)
as_they_are = accuracy(model, unseen, unseen_truth)
left_on = [accuracy(model[1], model[0].train()(unseen), unseen_truth) for _ in range(4)]
print(f"augmentation off: {as_they_are:.3f}")
print("left on, four times the same test:", ", ".join(f"{share:.3f}" for share in left_on))

# %% [markdown]
# Left on, the reader loses some ten points that it has really earned (from .86 or more to about .7 to .8),
# and the same test gives another number each time. `eval()` is what protects you: it is why `Augment` is a
# module.
#
# The second mistake flatters you, and is more dangerous. A colleague makes ten augmented copies of each of
# the hundred pictures first, and *then* splits the thousand at random: 800 to learn from, 200 to test.
#
# **Predict.** Of these 200 the reader reads about 91 %. Of pictures that are really new it reads about
#
# - **a** 81 %
# - **b** 91 %: the 200 were never used for training
# - **c** 95 %: new pictures are not shaken, so they are easier

# %% choice="split-first" points=2
split_first = None  # "a", "b" or "c"
### BEGIN SOLUTION
split_first = "a"
### END SOLUTION

# %% experiment
leaks = []
for seed in track(range(2), "two sets"):
    originals, labels = sample(100, DIGITS, level="medium", seed=seed)
    generator = seeded(seed)
    copies = [random_noise(shaken(originals, generator=generator), generator=generator) for _ in range(10)]
    copies, labels = torch.cat(copies), labels.repeat(10)
    order = torch.randperm(1000, generator=generator)
    learn_from, test_on = order[:800], order[800:]
    torch.manual_seed(seed)
    reader = conv_reader()
    train(reader, copies[learn_from], labels[learn_from], epochs=9, lr=5e-3, batch_size=50, seed=seed)
    leaks.append((accuracy(reader, copies[test_on], labels[test_on]), accuracy(reader, unseen, unseen_truth)))
    print(f"set {seed}: the colleague's test says {leaks[-1][0]:.2f}, new pictures say {leaks[-1][1]:.2f}")

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The test says .90 to .92, the truth is .79 to .83 (four sets). Of nearly every picture in the test, some
# sister copy was used for learning: the reader knows *that very digit*, only tilted otherwise. The test asks
# "do you remember?", and not "can you read?".
#
# ![Copies first, then split: sisters on both sides. Split first, then copies: none](leak.svg)
#
# So: **split first, then augment, and only the part that is learned from.**
# </details>

# %% [markdown]
# ## 8 · Which claims are false?
#
# Flips cost ten points. But which classes do they hurt, and what else would? For ten digits one can think;
# for a thousand classes and twenty transforms one has to measure. The idea: take a reader that is *good*
# (there may be one for a task like yours, or you train it on the little that you have), show it pictures with
# and without the transform, and count, class by class, how many it still reads as their label.
#
# ![Images are transformed, read, compared with their labels, and counted for each class](agreement.svg)
#
# **Predict.** Turn a page by half a circle, 180 degrees. A good reader of b, d, p and q reads a b as
#
# - **a** d
# - **b** p
# - **c** q

# %% choice="half-turn" points=2
half_turn = None  # "a", "b" or "c"
### BEGIN SOLUTION
half_turn = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `label_agreement` (●●○, 10 minutes, 8 points)
#
# `torch.bincount(labels, minlength=K)` counts how often each label occurs.
#
# <details><summary>All shares are too small</summary>
#
# Divide by the number of images *of that class*, not by the number of all images.
# </details>
# <details><summary>A class without images gives 0, or an error</summary>
#
# 0 right ones of 0 is not bad, it is unknown: NaN. In torch `0 / 0` gives NaN by itself; in Python it raises.
# </details>
# <details><summary>The result is shorter than K</summary>
#
# `bincount` stops at the largest label that it meets, unless it has `minlength`.
# </details>
# <details><summary>A class comes out too high when others are mistaken for it</summary>
#
# Group by the *true* label: `labels[kept]`, not `readings[kept]`.
# </details>


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
scale_of = per_image(torch.tensor([0.4, 0, 0, 0, 1, 1, 3]))  # each picture shows its label as a grey value
labels_of = torch.tensor([0, 0, 0, 0, 1, 1, 3])


def read_grey(images: torch.Tensor) -> torch.Tensor:
    """A perfect reader of these."""
    return images[:, 0, 0, 0].round().long()


def spoil(images: torch.Tensor) -> torch.Tensor:
    """Makes the first picture, of class 0, look like one of class 1; and all of class 3 like 2."""
    return images + (images == scale_of[0]).float() - (images == 3).float()


with public_checks("label_agreement") as check:
    check.close(
        "three of four of class 0, both of class 1, none of class 3",
        lambda: label_agreement(spoil, read_grey, scale_of, labels_of, 4)[[0, 1, 3]].float(),
        torch.tensor([0.75, 1, 0]),
        hint="count for each class by itself, and divide by the class's own number",
    )
    check.true(
        "NaN for class 2, of which there is no image",
        lambda: bool(label_agreement(spoil, read_grey, scale_of, labels_of, 4)[2].isnan()),
        hint="unknown is neither 0 nor 1",
    )
    check.shape(
        "one number for each of six classes",
        lambda: label_agreement(spoil, read_grey, scale_of, labels_of, 6),
        (6,),
        hint="minlength=num_classes",
    )

# %% [markdown]
# Now for real. A reader learns ten digits and the letters b, d, p and q from plenty of pictures. It sees 1400
# easy ones through eight transforms; each row of the table is one `label_agreement`.

# %% experiment
characters = DIGITS + "bdpq"
torch.manual_seed(0)
good_reader = conv_reader(len(characters))
train(good_reader, *sample(3000, characters, level="medium", seed=0), epochs=5, lr=1e-2)
shown, shown_truth = sample(1400, characters, level="easy", seed=900)


@torch.no_grad()
def classify(images: torch.Tensor) -> torch.Tensor:
    """What the good reader reads."""
    return good_reader.eval()(images).argmax(1)


def fixed(transform: Callable[..., torch.Tensor], **options) -> Callable[[torch.Tensor], torch.Tensor]:
    """A transform with its options, which draws the same numbers in each call."""
    return lambda images: transform(images, **options, generator=seeded(0))


changes = {
    "nothing": lambda images: images,
    "shift ±2 px": fixed(random_crop, padding=2),
    "turn ±15°": fixed(random_affine, degrees=15),
    "light": fixed(random_contrast, brightness=0.1, contrast=0.3),
    "erase 8 × 8": fixed(random_erasing, size=8),
    "left ↔ right": fixed(random_flip, p=1),
    "top ↔ bottom": fixed(random_flip, p=1, dim=-2),
    "half turn": fixed(random_affine, degrees=(180, 180)),
    "negative": lambda images: 1 - images,
}


def agreement_under(name: str) -> torch.Tensor:
    """Share of each character that is still read as its label."""
    return label_agreement(changes[name], classify, shown, shown_truth, len(characters))


table = torch.stack([agreement_under(name) for name in changes])

figure = DescribedFigure(figsize=(9, 4.6), layout="constrained")
figure.alt = (
    "Table of agreement, changes by classes: shift, turn and light keep nearly all; the flips and the half"
    " turn keep 0, 1 and 8 and drop most others to 0; erasing costs some everywhere; the negative nearly all"
)
axes = figure.subplots()
axes.imshow(table, cmap="Blues", vmin=0, vmax=1, aspect="auto")
for row, shares in enumerate(table.tolist()):
    for column, share in enumerate(shares):
        ink = "white" if share > 0.6 else "black"
        axes.text(column, row, f"{share:.2f}", ha="center", va="center", fontsize=8, color=ink)
axes.set_xticks(range(len(characters)), list(characters))
axes.set_yticks(range(len(changes)), list(changes))
axes.xaxis.tick_top()
axes.set_title("share still read as its label (dark: nearly all)", fontsize=10)
figure.show_described()

# %% [markdown]
# Shift, small turn and light: all above .85, most at 1.00. Erasing costs most where little is left to tell:
# the 0 falls to about .6. Both flips and the half turn: 0, 1 and 8 hardly notice, while b, d, p and q, the 6
# and the 9 are at .00. Everything else takes a closer look, and a rule that says which.

# %% [markdown]
# ## 9 · Decide
#
# A table is not yet a decision. A simple rule: a class is **unsafe** under a transform if its agreement falls
# by more than a tolerance. By how much it *falls*, not how low it is: a class that the reader cannot read
# anyway proves nothing against the transform.
#
# ### Exercise: `unsafe_classes` (●○○, 5 minutes, 4 points)
#
# <details><summary>Classes without images are among them, or raise an error</summary>
#
# NaN > 0.1 is false, and so is every comparison with NaN. If you ask "not safe" instead of "unsafe", it turns
# true.
# </details>
# <details><summary>Classes that gained are among them</summary>
#
# No absolute value: only before − after counts.
# </details>
# <details><summary>"the result is a torch tensor"</summary>
#
# A list of Python numbers: `.tolist()`.
# </details>


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
before = torch.tensor([0.9, 1.0, 0.5, math.nan, 0.2, 1.0])
after = torch.tensor([0.85, 0.3, 0.1, 0.5, 0.9, math.nan])
with public_checks("unsafe_classes") as check:
    check.equal(
        "1 and 2 lose much, 0 a little; 4 gains; 3 and 5 are unknown",
        lambda: unsafe_classes(before, after),
        [1, 2],
        hint="before − after > tolerance",
    )
    check.equal(
        "with a tolerance of 0.5 only 1 is left",
        lambda: unsafe_classes(before, after, tolerance=0.5),
        [1],
        hint="class 2 loses 0.4",
    )
    check.equal(
        "nothing lost, nothing unsafe", lambda: unsafe_classes(before, before), [], hint="an empty list"
    )

# %% [markdown]
# And *why* is a class unsafe? Look at what its pictures are read as instead: nine in ten or more as *one*
# other character, or as several.

# %% experiment
for name in track(list(changes)[1:], "eight changes"):
    unsafe = unsafe_classes(agreement_under("nothing"), agreement_under(name))
    readings = classify(changes[name](shown))
    one, several = [], []
    for label in unsafe:
        of_class = readings[shown_truth == label]
        ((reading, times),) = Counter(of_class[of_class != label].tolist()).most_common(1)
        if times >= 0.9 * len(of_class):
            one.append(f"{characters[label]}→{characters[reading]}")
        else:
            several.append(characters[label])
    print(f"{name:>12}: {len(unsafe):>2} unsafe; one other reading {' '.join(one) or 'none'};", end=" ")
    print("several readings", " ".join(several) or "none")

tour = [characters.index(letter) for letter in "69bdpq25"]
clean = sample(len(tour), characters, fonts=["DejaVuSans"], level="clean", labels=tour)[0]
upside_down = random_affine(clean, degrees=(180, 180), generator=seeded(0))
top_down = random_flip(clean, p=1, dim=-2, generator=seeded(0))
seen = torch.cat([clean, upside_down, top_down])
show_images(
    seen,
    titles=[f"read as {characters[label]}" for label in classify(seen)],
    columns=8,
    size=1.1,
    alt="6, 9, b, d, p, q, 2 and 5 as they are, turned by 180 degrees, and flipped top to bottom: nearly"
    " every picture is another character of the eight",
)

# %% [markdown]
# Three kinds of "unsafe", and the measure alone cannot tell them apart. You have to look:
#
# 1. **The label has become another one.** Half turn: 6→9, 9→6, b→q, d→p, p→d, q→b, all of them. Left ↔ right:
#    b→d, d→b, p→q, q→p. Top ↔ bottom: 2→5, 5→2, b→p, d→q. The reader is sure, and you would read the same.
#    Never train with these.
# 2. **The picture has become none at all.** A 4 upside down is no character, and half a 0 may be anything:
#    the reader has to name something, and names now this, now that. At best such copies cost the network
#    effort for pictures that never come.
# 3. **The label is still true, and the *reader* has never seen such a picture.** In the negative *you* read
#    every character; the reader knows only bright ink and fails on most classes. If negatives may come, this
#    is the augmentation that you need *most*.
#
# So the measure finds the suspects, fast and for any number of classes; the verdict is yours. Here is the
# proof on the four suspects of the first kind: the letters b, d, p and q alone, twenty pictures of each.

# %% experiment
few, few_truth = sample(80, "bdpq", level="easy", seed=0)
test, test_truth = sample(400, "bdpq", level="easy", seed=500)
letters = {}
for name, recipe in (
    ("nothing", ()),
    ("affine", (shaken,)),
    ("left ↔ right", (random_flip,)),
    ("both flips", (random_flip, functools.partial(random_flip, dim=-2))),
):
    torch.manual_seed(0)
    model = nn.Sequential(Augment(*recipe), conv_reader(4))
    train(model, few, few_truth, epochs=50, lr=5e-3, batch_size=40)
    letters[name] = accuracy(model, test, test_truth)
    print(f"{name:>12}: {letters[name]:.2f}")
show_bars(
    list(letters),
    {"accuracy": list(letters.values())},
    ylabel="share of b, d, p, q read",
    alt="b, d, p and q: practically all read without augmentation and with affine maps, .6 with one flip,"
    " .3 with two",
)

# %% [markdown]
# Practically every letter without augmentation, every letter with affine maps; about .6 with one flip (a coin
# between b and d, and one between p and q, would give .5), about .3 with both (a guess among four is .25).
# The network did as it was told: it learned that b and d are the same.

# %% [markdown]
# ## With torchvision
#
# You will hardly write these functions again: `torchvision.transforms.v2` has them all, and many more. Now
# that you know what is inside, you can read what it does on the same pictures. First one turn, by the same
# angle.

# %% experiment
eight = shown[:8]
bilinear = v2.InterpolationMode.BILINEAR
ours = random_affine(eight, degrees=(30, 30), generator=seeded(0))
comparisons = {
    "rotate(30, bilinear)": v2.functional.rotate(eight, 30, interpolation=bilinear),
    "affine(30, bilinear)": v2.functional.affine(
        eight, angle=30, translate=[0, 0], scale=1.0, shear=[0.0, 0.0], interpolation=bilinear
    ),
    "affine(-30, bilinear)": v2.functional.affine(
        eight, angle=-30, translate=[0, 0], scale=1.0, shear=[0.0, 0.0], interpolation=bilinear
    ),
    "rotate(30), its default": v2.functional.rotate(eight, 30),
}
for name, theirs in comparisons.items():
    print(f"{name:>24}: largest difference to ours {(theirs - ours).abs().max():.0e}")
show_images(
    torch.cat([eight[:1], ours[:1], *(theirs[:1] for theirs in comparisons.values())]),
    titles=["before", "ours", "rotate 30", "affine 30", "affine −30", "default"],
    size=1.6,
    alt="One character: turned alike by us and by rotate, the other way by affine, jagged by default",
)

# %% [markdown]
# The same to rounding, if you know two things: `rotate` turns counter-clockwise and `affine` **clockwise**,
# and both take the *nearest* pixel unless told otherwise, which makes strokes jagged. Now at random, on a
# batch.

# %% experiment
theirs = v2.RandomAffine(degrees=30, translate=(0.15, 0.15), scale=(0.8, 1.2), interpolation=bilinear)
same = eight[:1].repeat(8, 1, 1, 1)
torch.manual_seed(0)
rows = {
    "ours": random_affine(same, degrees=30, translate=0.15, scale=(0.8, 1.2), generator=seeded(0)),
    "v2 on the batch": theirs(same),
    "v2 on each image": torch.stack([theirs(image) for image in same]),
}
for name, row in rows.items():
    print(f"{name:>16}: {len(row.flatten(1).unique(dim=0))} different pictures of 8")
show_images(
    torch.cat(list(rows.values())),
    columns=8,
    size=1.1,
    alt="Eight copies of one character: ours differ, v2 on the batch gives equal ones, v2 on each differ",
)
batch = shown[:512]
for name, call in (
    ("ours, on the batch", lambda: random_affine(batch, degrees=30, generator=seeded(0))),
    ("v2, on each image", lambda: torch.stack([theirs(image) for image in batch])),
):
    start = time.perf_counter()
    call()
    print(f"{name:>18}: {(time.perf_counter() - start) * 1000:.0f} ms for 512 pictures")

# %% [markdown]
# The middle row is the trap: handed a batch, v2 draws **once** and treats all eight alike, and nothing warns
# you. It is made to be called on each image by itself, before the images become a batch, and there it is
# right. That costs time: on our machine about 5 ms for 512 pictures at once against some 50 ms one by one (in
# a real training, several processes share the work). So
#
# - **Take v2** for photos from files, of different sizes; for what it has ready (colour, JPEG, perspective,
#   AutoAugment and more); for boxes, masks or points that must move with the image; with a `DataLoader` whose
#   workers do it beside the training.
# - **Take batch transforms like yours** for small images that lie in memory as one tensor, above all on an
#   accelerator that would wait for the CPU; where each draw must come from a generator of your own (v2 draws
#   from the global one); for a transform that v2 does not have.
#
# In both cases the risks of parts 7 and 8 are the same, and no library knows them: which changes leave *your*
# labels true.

# %% [markdown]
# ## In your own words
#
# You build a reader for the number plates of parked cars, letters and digits. You have 30 pictures of each
# character, cut out of photos. A colleague sends you a recipe "that won a competition with photos":
# left-right flips, turns by up to 180 degrees, strong changes of light, cutout, mixup.
#
# Take **three** of the five. For each: would you use it, and with which strength? What claim does it make
# about labels? How would you *measure* whether it does harm, before and after training? Use **two numbers
# that you saw in this notebook**, and say which pictures you measure on, and why not on augmented ones.
#
# Eight to twelve sentences. A person reads this answer.

# %% [markdown] written="which-copies-are-true" points=6
# ### BEGIN SOLUTION
# **Model answer.** Flips claim that a mirrored character is the same character. That is false for b and d, 2
# and 5 and many others, and number plates are never photographed mirrored: I leave them out. In the notebook
# flips took the digits from .57 to .45, and b, d, p, q from .99 to about .3. Turns claim that the angle does
# not matter. Cars stand nearly level, so I would allow some 10 degrees for the camera, not 180: at a half
# turn every 6 was read as 9. Changes of light claim that brightness and contrast do not matter, which is true
# between noon and night; strong ones are right here, and if plates may be light on dark, I would add the
# negative, although a reader trained without it will call all classes unsafe. Cutout claims that a part may
# be missing. It brought nothing on digits (.54 against .57), but dirt and bolts do cover parts of plates, so
# I would try small squares. Before training I compute `label_agreement` with a reader trained on what I have,
# with and without the transform, list the unsafe classes and look at what they are read as: a sure and
# constant other reading means that the label changed. After training I compare accuracy, class by class and
# over several seeds, with the reader that had no augmentation. Both on real pictures that were set aside
# *before* anything was copied, and from other cars: copies of training pictures in the test gave .91 where
# the truth was .81.
#
# **Rubric** (6 points)
# - 3: for three transforms (1 each): the claim it makes, whether it is true *for number plates*, and a
#   strength or a decision that follows from it. "Flips are bad" without the claim earns nothing.
# - 1: a way to measure: agreement by class before and after, or accuracy by class over seeds with against
#   without; and that a suspect must be looked at.
# - 1: two numbers from the notebook, used as evidence.
# - 1: measured on real, set-aside pictures: split first, augmentation off.
# ### END SOLUTION

# %% [markdown]
# ## What would break this?
#
# Before you go on, say each answer aloud, then open it.
#
# <details><summary>The same recipe, but eighty pictures of each class, or a thousand.</summary>
#
# The gain shrinks to nothing, and strong augmentation can then even cost: the network spends its capacity on
# pictures that never come.
# </details>
# <details><summary>The labels are not classes but places: "the digit begins at column 12".</summary>
#
# Then a crop or a turn changes the label, and the label has to be transformed along with the picture. Mixup
# makes no sense at all. v2 moves boxes and masks for you.
# </details>
# <details><summary>All images of a batch get the same random numbers.</summary>
#
# Nothing raises, and here it would cost about a point at most (.80 against .81 for affine maps over five
# sets, which is within their spread): 150 steps still see 150 draws. With few large batches it is different,
# and batch norm sees batches that are all tilted to one side. Part 1's nine places, or a look at one batch,
# shows it.
# </details>
# <details><summary>Workers of a <code>DataLoader</code> that all start from the same seed.</summary>
#
# Each worker draws the same "random" numbers, so that pictures come with the same few changes. torch gives
# its *global* generator another seed in each worker; of a generator of your own, every worker gets a copy in
# the same state. Seed it anew in each worker (`worker_init_fn`).
# </details>
# <details><summary>The agreement is measured with a reader that is itself bad.</summary>
#
# Then before is low as well, and a fall of more than the tolerance is hardly possible: unsafe classes go
# unnoticed. That a class is not listed means something only where the reader was good.
# </details>

# %% [markdown]
# ## Hand in
#
# Restart the kernel, run all cells, look at the checks, save, and hand in `03_augmentation.ipynb`. The
# experiments are not run when we grade; your functions are called by name, with shapes, types and devices
# that you have not seen.
