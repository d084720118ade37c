# %% [markdown]
# # Convolution: one small pattern, looked for everywhere
#
# A convolutional network is three decisions about an ordinary one: look at **small neighbourhoods**, use the
# **same few weights** at every place, and let what is found **move along** when the picture moves. In this
# notebook you build such a layer from nothing, its gradient included, count what it saves, and then read a
# line of text with it.
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `conv_output_size` | ●○○ | 5 | 6 |
# | 2 | `correlate2d` | ●○○ | 10 | 8 |
# | 3 | `pad2d` | ●○○ | 10 | 6 |
# | 4 | `conv2d` | ●●○ | 20 | 16 |
# | 5 | `conv_parameters`, `dense_parameters` | ●○○ | 5 | 3 + 3 |
# | 6 | `Conv2d` | ●●○ | 15 | 10 |
# | 7 | `conv2d_backward` | ●●● | 30 | 14 |
# | 8 | `equivariance_error` | ●●○ | 15 | 7 |
# | 9 | `matched_filters` | ●○○ | 10 | 6 |
# | 10 | `read_glyphs` | ●●○ | 10 | 7 |
# | | seven predictions | | 5 | 7 × 2 |
# | | one written answer | | 10 | 6, read by a person |
#
# Each part stands on its own as far as it can: stuck in one, go on to the next. Hints are folded, and sorted
# by what you see on your screen.

# %%
import math
import time

import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DIGITS, HELD_OUT_FONTS, TRAIN_FONTS, UPPER, sample
from convlab.models import conv_reader, dense_reader
from convlab.plots import DescribedFigure, show_bars, show_curves, show_images
from convlab.training import accuracy, train

# %% [markdown]
# Two helpers that you may use wherever you like.


# %%
def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """An int as (int, int); a pair as it is."""
    return (value, value) if isinstance(value, int) else tuple(value)


def moved(images: torch.Tensor, down: int, right: int) -> torch.Tensor:
    """The images moved by whole pixels; zeros come in."""
    return F.pad(images, (right, -right, down, -down))


# %% [markdown]
# ## A reader that goes blind
#
# Here is a dense network: each of 64 hidden units has a weight for *every* pixel. It learns from 1000 digits,
# each in the middle of its picture, and reads unseen ones practically without a mistake. Then we move the
# digits to the side; you would not even notice.

# %% experiment
digit = sample(1, DIGITS, level="easy", shift=0, seed=3)[0]
show_images(
    torch.cat([moved(digit, 0, right) for right in (0, 1, 2, 3, 4, 6)]),
    titles=[f"{right} px" for right in (0, 1, 2, 3, 4, 6)],
    alt="One digit, moved to the right by 0, 1, 2, 3, 4 and 6 of 28 pixels; it stays easy to read",
)

# %% [markdown]
# **Predict.** The dense reader reads 100 % of centred digits. Of digits that stand four pixels off, it reads
# about
#
# - **a** 95 %
# - **b** 50 %
# - **c** 10 %, no better than a guess

# %% choice="shifted-digit" points=2
shifted_digit = None  # "a", "b" or "c"
### BEGIN SOLUTION
shifted_digit = "c"
### END SOLUTION

# %% [markdown]
# Beside it we train a small convnet, from the same pictures. What is inside it, you will have built in an
# hour.

# %% experiment
torch.set_num_threads(1)
pictures, truth = sample(1000, DIGITS, level="easy", shift=0, seed=0)
unseen, unseen_truth = sample(400, DIGITS, level="easy", shift=0, seed=100)
shifts = list(range(7))


def accuracy_when_moved(reader: nn.Module, by: int) -> float:
    """Accuracy on unseen digits, moved to each of the four sides."""
    sides = [(0, by), (0, -by), (by, 0), (-by, 0)]
    return sum(accuracy(reader, moved(unseen, *side), unseen_truth) for side in sides) / 4


readers, curves = {}, {}
for name, build in (("dense", dense_reader), ("convnet", lambda: conv_reader(down="global max"))):
    torch.manual_seed(0)
    readers[name] = build()
    train(readers[name], pictures, truth, epochs=10, lr=5e-3)
    curves[name] = [accuracy_when_moved(readers[name], by) for by in shifts]
    print(f"{name:>8}:", ", ".join(f"{share:.2f}" for share in curves[name]), "when moved by 0, 1, … 6 px")
show_curves(
    shifts,
    curves,
    xlabel="moved by [px]",
    ylabel="share read correctly",
    alt="Accuracy over shift: the dense reader falls from 1 to 0.1 at 4 px, the convnet stays above 0.9",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The dense reader falls to about .58 at two pixels and to about .10 at four: a die with ten sides would do as
# well. The convnet keeps about .9 or more up to five pixels (at four, between .96 and 1.00 over five seeds),
# although it never saw a digit off the centre and has a sixth of the parameters. At six pixels the widest
# digits begin to leave the picture.
#
# To the dense network, pixel (14, 10) and pixel (14, 14) have no more in common than any two entries of a
# table. What it learns about a stroke at one place is of no use at another. And it has to pay for each place:
# 784 weights for each of its hidden units.
# </details>
#
# The cure: results look at *neighbours* only (in the middle below), and all of them *share* one small set of
# weights (on the right). That what is found moves along with the picture then follows by itself.
#
# ![Dense: all pixels. Local: three each. Shared: the same three weights](shared_weights.svg)
#
# LeCun and colleagues read handwritten postcodes this way in 1989 (*Backpropagation applied to handwritten
# zip code recognition*).

# %% [markdown]
# ## 1 · How many places are there?
#
# A window slides along an axis and stops at some places. Before you slide anything, count them: every layer's
# shape, and half of all error messages, come from this one number.
#
# - **stride**: how far the window moves from one place to the next
# - **padding**: zeros that are added at *each* end first
# - **dilation**: the distance between neighbouring pixels of the window; at 2 it skips every other one, so a
#   kernel of 3 reaches over 5 pixels
#
# ![Ten pixels, a zero at each end, and the five places of a window of three](window_places.svg)
#
# **Predict.** Ten pixels, a kernel of 3, stride 4, no padding. What happens at the end of the axis?
#
# - **a** there are 2 places, and the last three pixels are never looked at
# - **b** there are 3 places, and the last window hangs over the edge
# - **c** it is an error: 4 does not divide 10 − 3

# %% choice="left-over" points=2
left_over = None  # "a", "b" or "c"
### BEGIN SOLUTION
left_over = "a"
### END SOLUTION

# %% [markdown]
# ### Exercise: `conv_output_size` (●○○, 5 minutes, 6 points)
#
# <details><summary>"the result is 4", and 5 was expected: one too few</summary>
#
# Where does the *first* window start? It needs no step. The others take one step each.
# </details>
# <details><summary>"the result is a float, 5.0"</summary>
#
# `/` always gives a float. `//` drops what is left over, as the window does.
# </details>
# <details><summary>Right without dilation, wrong with it</summary>
#
# How many pixels lie from the first to the last of `kernel_size` pixels that stand `dilation` apart? Draw 3
# pixels, 2 apart: not 6.
# </details>


# %% exercise="conv_output_size"
def conv_output_size(
    size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    """Number of places at which a kernel fits along one axis.

    Args:
        size: Length of the axis [px].
        kernel_size: Number of pixels that the kernel looks at along it.
        stride: From one place to the next [px], >= 1.
        padding: Zeros added at each end [px], >= 0.
        dilation: From one pixel of the kernel to the next [px], >= 1.

    Raises:
        ValueError: The kernel does not fit even once, or an argument is out of its range.

    Source: Dumoulin & Visin, A guide to convolution arithmetic for deep learning (2016).
    """
    ### BEGIN SOLUTION
    if min(size, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError(
            "size, kernel_size, stride and dilation must be at least 1 and padding at least 0, "
            f"got {size}, {kernel_size}, {stride}, {dilation} and {padding}"
        )
    room, reach = size + 2 * padding, dilation * (kernel_size - 1) + 1
    if reach > room:
        raise ValueError(f"the kernel must fit into {room} px (with padding), but reaches over {reach} px")
    return 1 + (room - reach) // stride
    ### END SOLUTION


# %% check="conv_output_size" points=6
with public_checks("conv_output_size") as check:
    check.equal(
        "a window of 3 on 5 pixels",
        lambda: conv_output_size(5, 3),
        3,
        hint="it can begin at pixels 0, 1 and 2",
    )
    check.equal(
        "the picture above: 10 pixels, kernel 3, stride 2, padding 1",
        lambda: conv_output_size(10, 3, stride=2, padding=1),
        5,
        hint="padding is added at both ends",
    )
    check.equal(
        "3 pixels, 2 apart, on 7 pixels",
        lambda: conv_output_size(7, 3, dilation=2),
        3,
        hint="the kernel reaches over 5 pixels",
    )
    check.raises(
        "a kernel of 6 on 3 pixels, padded by 1",
        ValueError,
        lambda: conv_output_size(3, 6, padding=1),
        hint="compare the kernel's reach with the padded length",
    )

# %% [markdown]
# Use it: how long does a picture last when every layer has a kernel of 5 and no padding?

# %% experiment
widths = [28]
while widths[-1] >= 5:
    widths.append(conv_output_size(widths[-1], 5))
print("width after each layer:", " → ".join(map(str, widths)))
show_bars(
    ["picture", *(f"layer {number}" for number in range(1, len(widths)))],
    {"width": widths},
    ylabel="width [px]",
    number=".0f",
    alt="The width falls by four with each layer, from 28 to 4 pixels after six layers",
)

# %% [markdown]
# Four pixels are lost per layer. After six layers 4 are left, and the seventh does not fit: a network could
# not be deep. Keep that in mind until part 3.
#
# <details><summary>What would break this?</summary>
#
# - Rounding up instead of down: some pooling layers do (`ceil_mode=True`), and shapes then differ by one from
#   what everybody else computes.
# - Even kernels: a kernel of 4 cannot keep the width at stride 1 with the same padding at both ends.
# </details>

# %% [markdown]
# ## 2 · One window, one number
#
# What happens at a place? The window's pixels are multiplied with the kernel's weights, one by one, and added
# up. The result is large where the picture looks like the kernel: a kernel *is* a pattern, and the map of
# results says where the pattern is.
#
# ![The window 3 1, 2 0 times the kernel 1 2, 0 −1 adds up to 5, one result](correlate.svg)
#
# Mathematicians call this **cross-correlation**. In their *convolution* the kernel is first turned by 180
# degrees. Deep learning says convolution and does not turn: the weights are learned, so either will do, as
# long as everybody does the same (Goodfellow, Bengio & Courville, *Deep Learning*, 2016, section 9.1).
#
# **Predict.** A row of pixels is dark, bright, dark: `0 0 1 1 0 0`. The kernel is `−1 1`. The result is
#
# - **a** +1 where the row gets brighter, −1 where it gets darker, else 0
# - **b** −1 where the row gets brighter, +1 where it gets darker, else 0
# - **c** +1 at both edges, else 0

# %% choice="which-edge" points=2
which_edge = None  # "a", "b" or "c"
### BEGIN SOLUTION
which_edge = "a"
### END SOLUTION

# %% [markdown]
# ### Exercise: `correlate2d` (●○○, 10 minutes, 8 points)
#
# Two loops over the places are fine here. Make it right first; part 4 makes it fast.
#
# <details><summary>The shape is right, the numbers are mirrored</summary>
#
# You turned the kernel, or count places from the far end. The window at place (y, x) begins *at* pixel (y,
# x).
# </details>
# <details><summary>My output is one row short</summary>
#
# `range(a)` stops before `a`. How many places has part 1 counted?
# </details>
# <details><summary>It works on square kernels only</summary>
#
# Somewhere height and width are mixed up. Name all four: `H, W = image.shape` and `h, w = kernel.shape`.
# </details>
# <details><summary>"the dtype is torch.float32", and torch.float64 was expected</summary>
#
# `torch.zeros(…)` makes float32 on the CPU. `image.new_zeros(…)` takes over dtype and device; so does
# stacking what you calculated.
# </details>


# %% exercise="correlate2d"
def correlate2d(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """Slide a kernel over an image; at each place, multiply and add up.

    Args:
        image: Shape (H, W).
        kernel: Shape (h, w), not turned.

    Returns:
        Shape (H - h + 1, W - w + 1), the image's dtype and device.

    Raises:
        ValueError: The kernel does not fit into the image, or one of them has not two axes.
    """
    ### BEGIN SOLUTION
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError(
            f"image and kernel must have two axes, got shapes {tuple(image.shape)} and {tuple(kernel.shape)}"
        )
    (H, W), (h, w) = image.shape, kernel.shape
    rows, cols = conv_output_size(H, h), conv_output_size(W, w)
    places = [(image[y : y + h, x : x + w] * kernel).sum() for y in range(rows) for x in range(cols)]
    result = torch.stack(places).reshape(rows, cols)
    return result.to(image.dtype) if image.is_floating_point() else result
    ### END SOLUTION


# %% check="correlate2d" points=8
image = torch.tensor([[1.0, 0, 0, 2], [0, 3, 1, 0], [0, 2, 0, 1], [1, 0, 0, 0]])
kernel = torch.tensor([[1.0, 2], [0, -1]])
with public_checks("correlate2d") as check:
    check.close(
        "the picture above",
        lambda: correlate2d(image, kernel),
        torch.tensor([[-2.0, -1, 4], [4, 5, 0], [4, 2, 2]]),
        hint="work out the first entry by hand: 1·1 + 2·0 + 0·0 − 1·3",
    )
    check.close(
        "a bright pixel shows where the kernel's weights are",
        lambda: correlate2d(torch.tensor([[0.0, 0, 0], [0, 1, 0]]), torch.tensor([[1.0, 2], [3, 4]])),
        torch.tensor([[4.0, 3]]),
        hint="the window at place (0, 0) has the pixel at its lower right",
    )
    check.shape(
        "a (2, 3) kernel on a (4, 9) image",
        lambda: correlate2d(torch.ones(4, 9), torch.ones(2, 3)),
        (3, 7),
        hint="rows go with the height, columns with the width",
    )
    check.raises(
        "a kernel higher than the image",
        ValueError,
        lambda: correlate2d(torch.ones(2, 9), torch.ones(3, 3)),
        hint="conv_output_size raises already: use it",
    )

# %% [markdown]
# Now look through four patterns at a letter. Light is where the pattern was found.

# %% experiment
letter = sample(1, "R", fonts=["DejaVuSans"], level="clean")[0][0, 0]
patterns = {
    "left edge": torch.tensor([[-1.0, 0, 1]] * 3),
    "right edge": torch.tensor([[1.0, 0, -1]] * 3),
    "upper edge": torch.tensor([[-1.0] * 3, [0.0] * 3, [1.0] * 3]),
    "slope": torch.tensor([[2.0, -1, -1], [-1, 2, -1], [-1, -1, 2]]),
}
maps = [correlate2d(letter, pattern).clamp(min=0) for pattern in patterns.values()]
show_images(
    torch.stack([letter[1:-1, 1:-1], *(found / found.max() for found in maps)])[:, None],
    titles=["letter", *patterns],
    size=1.7,
    alt="The letter R, and where a left, a right and an upper edge and a falling slope were found",
)

# %% [markdown]
# Nine weights each, and they find the stem of the R, its bars or its leg wherever they are. Nobody told the
# kernels where to look.
#
# <details><summary>What would break this?</summary>
#
# - Turning the kernel: "left edge" would find right edges. Symmetric kernels would not notice, which is why
#   good tests use lopsided ones.
# - A brighter picture: a kernel whose weights do not add up to 0 gives more everywhere. Part 9 meets this
#   again.
# </details>

# %% [markdown]
# ## 3 · What happens at the border
#
# Without padding each layer eats the border (part 1), and what stands there is hardly looked at: a corner
# pixel lies in *one* 3 × 3 window, a pixel in the middle in nine. Padding puts room around the picture first.
#
# ![An image with a row of zeros above and below, two columns left, one right](padding.svg)
#
# ### Exercise: `pad2d` (●○○, 10 minutes, 6 points)
#
# Without `F.pad`: make a larger tensor and put the images into it.
#
# <details><summary>"too many values to unpack" or "cannot unpack non-iterable int"</summary>
#
# `padding` is an int *or* (top, bottom, left, right). Turn the int into four numbers first.
# </details>
# <details><summary>"The expanded size of the tensor must match"</summary>
#
# A slice from `top` has to stop at `top + H`. `[top:-bottom]` looks shorter and fails when `bottom` is 0:
# `[2:-0]` is empty.
# </details>
# <details><summary>Padding by 0 does not give new memory</summary>
#
# Returning `images` itself where all padding is 0 hands out the caller's own tensor. Whoever changes the
# result then changes the input.
# </details>


# %% exercise="pad2d"
def pad2d(
    images: torch.Tensor, padding: int | tuple[int, int, int, int], *, value: float = 0.0
) -> torch.Tensor:
    """Put room around images.

    Args:
        images: Shape (N, C, H, W).
        padding: For all sides, or (top, bottom, left, right) [px], >= 0.
        value: What to fill the room with.

    Returns:
        New memory of shape (N, C, top + H + bottom, left + W + right), the images' dtype and device.

    Raises:
        ValueError: Images without four axes, not four paddings, or a negative one.
    """
    ### BEGIN SOLUTION
    sides = (padding,) * 4 if isinstance(padding, int) else tuple(padding)
    if images.ndim != 4:
        raise ValueError(f"images must have the shape (N, C, H, W), got {tuple(images.shape)}")
    if len(sides) != 4 or min(sides) < 0:
        raise ValueError(f"padding must be one number or four, none below 0, got {padding}")
    top, bottom, left, right = sides
    N, C, H, W = images.shape
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
    ### END SOLUTION


# %% check="pad2d" points=6
with public_checks("pad2d") as check:
    check.close(
        "one above, none below, two on the left, one on the right",
        lambda: pad2d(torch.tensor([[[[1.0, 2], [3, 4]]]]), (1, 0, 2, 1)),
        torch.tensor([[[[0.0, 0, 0, 0, 0], [0, 0, 1, 2, 0], [0, 0, 3, 4, 0]]]]),
        hint="the order is top, bottom, left, right",
    )
    check.close(
        "filled with another value",
        lambda: pad2d(torch.zeros(1, 1, 1, 1), 1, value=-1.0),
        torch.tensor([[[[-1.0, -1, -1], [-1, 0, -1], [-1, -1, -1]]]]),
        hint="new_full makes a tensor full of one value",
    )
    check.true(
        "padding by 0 still gives new memory",
        lambda: pad2d(image[None, None], 0).data_ptr() != image.data_ptr(),
        hint="copy the images into a new tensor, always",
    )
    check.raises(
        "negative padding", ValueError, lambda: pad2d(image[None, None], -1), hint="look at the smallest side"
    )

# %% [markdown]
# How often is each pixel looked at by a 3 × 3 kernel, without padding and with one pixel of it? Your two
# functions can tell.

# %% experiment
box = torch.ones(3, 3)
without = correlate2d(pad2d(torch.ones(1, 1, 26, 26), 2)[0, 0], box)
with_padding = correlate2d(pad2d(torch.ones(1, 1, 28, 28), 1)[0, 0], box)
for name, visits in (("without", without), ("with", with_padding)):
    corner, edge, middle = (int(visits[y, x]) for y, x in ((0, 0), (0, 14), (14, 14)))
    print(f"{name} padding: corner {corner}, edge {edge}, middle {middle} windows")
show_images(
    torch.stack([without, with_padding])[:, None] / 9,
    titles=["without padding", "padding 1"],
    size=2.2,
    alt="How many windows see each pixel: without padding the border is dark, with padding nearly even",
)

# %% [markdown]
# Without padding a corner counts once and the middle nine times; with padding 4 and 9, and 28 pixels stay 28.
#
# <details><summary>What would break this?</summary>
#
# Zeros are not nothing: the network sees a dark frame. On pictures with a bright background the frame is an
# edge, and filters fire on it. Networks even use it to find out *where* they are, which weakens "the same
# everywhere".
# </details>

# %% [markdown]
# ## 4 · A layer, all at once
#
# A layer has many kernels, and pictures have channels. A **filter** is as deep as the picture: it looks at
# all channels of its window at once and gives *one* number. Each filter has its own map.
#
# ![Each filter spans all channels of its window; four filters give four maps](layer.svg)
#
# **Predict.** The pictures have 3 channels (red, green, blue), the layer has 8 filters of 5 × 5. Its weight
# has the shape
#
# - **a** (8, 5, 5): each filter slides over every channel
# - **b** (8, 3, 5, 5): each filter has its own weights for each channel
# - **c** (24, 1, 5, 5): eight filters for each channel, 24 maps

# %% choice="filter-shape" points=2
filter_shape = None  # "a", "b" or "c"
### BEGIN SOLUTION
filter_shape = "b"
### END SOLUTION

# %% [markdown]
# Your loop would need 64 · 8 · 24 · 24 = 294,912 rounds for 64 grey pictures and 8 filters of 5 × 5, and most
# of each round is overhead. The way out is to have *all windows at once* and one big product.
#
# `Tensor.unfold(axis, size, step)` gives all windows along an axis, as a new last axis and **without
# copying**: each window is a view of the same memory.

# %%
row = torch.arange(6) * 10
print("the row      ", row.tolist())
print("step 1 windows", row.unfold(0, 3, 1).tolist())
print("step 2 windows", row.unfold(0, 3, 2).tolist())

# %% [markdown]
# ### Exercise: `conv2d` (●●○, 20 minutes, 16 points)
#
# Three steps: pad; take the windows along both axes (what is the shape now?); multiply with the weights and
# sum. No loop over places or pictures, and none of torch's convolutions.
#
# For the last step `torch.einsum` reads like a sentence: name each axis with a letter; letters that are
# missing after `->` are summed over. A matrix product is `torch.einsum("ik,kj->ij", a, b)`.
#
# <details><summary>I lost track of the axes after the two <code>unfold</code>s</summary>
#
# Print the shape. Each `unfold` replaces an axis by the number of places and appends the window's length:
# from (N, C, H, W) to (N, C, places, W, h), and then?
# </details>
# <details><summary>The values are right at stride 1 and wrong at stride 2 (or for pairs)</summary>
#
# A pair is (down, right). The first number belongs to the rows, axis 2. `pair(stride)` makes both cases one.
# </details>
# <details><summary>One map per channel, or filters that all give the same</summary>
#
# The channel's letter has to stand in both inputs and not in the result; the filter's letter in the weight
# and the result.
# </details>
# <details><summary>"The size of tensor a must match…" at the bias</summary>
#
# Shapes line up from the right: (F,) meets the columns. `00_orientation` had the same bug.
# </details>
# <details><summary>"RuntimeError: maximum size for tensor at dimension 2…"</summary>
#
# The kernel does not fit. Raise a `ValueError` before `unfold` finds out; `conv_output_size` does it for you.
# </details>


# %% exercise="conv2d"
def conv2d(
    images: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    """Correlate images with filters, as `torch.nn.functional.conv2d` does.

    Args:
        images: Shape (N, C, H, W).
        weight: Filters, shape (F, C, h, w).
        bias: Added to each map, shape (F,).
        stride: From one place to the next [px], for both axes or (down, right).
        padding: Zeros at each end [px], for both axes or (above and below, left and right).

    Returns:
        Shape (N, F, H', W'), with H' and W' as in `conv_output_size`.

    Raises:
        ValueError: Axes are missing, the channels of images and weight differ, there is not one bias for
            each filter, or the kernel does not fit.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4 or weight.ndim != 4 or images.shape[1] != weight.shape[1]:
        raise ValueError(
            "images (N, C, H, W) and weight (F, C, h, w) must have four axes and the same channels, "
            f"got {tuple(images.shape)} and {tuple(weight.shape)}"
        )
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(f"bias must have the shape ({len(weight)},), got {tuple(bias.shape)}")
    (down, right), (rows, cols) = pair(stride), pair(padding)
    (H, W), (h, w) = images.shape[2:], weight.shape[2:]
    conv_output_size(H, h, stride=down, padding=rows)  # raises where the kernel does not fit
    conv_output_size(W, w, stride=right, padding=cols)

    padded = pad2d(images, (rows, rows, cols, cols))
    windows = padded.unfold(2, h, down).unfold(3, w, right)  # (N, C, H', W', h, w), a view
    maps = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    return maps if bias is None else maps + bias[:, None, None]
    ### END SOLUTION


# %% check="conv2d" points=16
two_channels = torch.stack([image, 10 * image])[None]  # (1, 2, 4, 4)
two_filters = torch.zeros(2, 2, 2, 2)
two_filters[0, 0], two_filters[1, 1] = kernel, kernel  # one looks at each channel
by_hand = torch.tensor([[-2.0, -1, 4], [4, 5, 0], [4, 2, 2]])
with public_checks("conv2d") as check:
    check.close(
        "two channels, two filters, each looking at one channel",
        lambda: conv2d(two_channels, two_filters),
        torch.stack([by_hand, 10 * by_hand])[None],
        hint="sum over the channels; keep the filters apart",
    )
    check.close(
        "one bias for each filter",
        lambda: conv2d(two_channels, two_filters, torch.tensor([100.0, 200.0]))[0, :, 0, 0],
        torch.tensor([98.0, 180.0]),
        hint="a bias belongs to a map, not to a column",
    )
    check.close(
        "stride (2, 1): every second row, every column",
        lambda: conv2d(image[None, None], kernel[None, None], stride=(2, 1))[0, 0],
        torch.tensor([[-2.0, -1, 4], [4, 2, 2]]),
        hint="the first number moves down, the second to the right",
    )
    check.shape(
        "padding (0, 1), stride 2, which does not divide",
        lambda: conv2d(torch.ones(3, 1, 6, 7), torch.ones(5, 1, 3, 2), stride=2, padding=(0, 1)),
        (3, 5, 2, 4),
        hint="rows are not padded here, columns are",
    )
    check.raises(
        "three channels, filters for two",
        ValueError,
        lambda: conv2d(torch.ones(1, 3, 4, 4), two_filters),
        hint="compare axis 1 of both",
    )

# %% [markdown]
# Race it against your loop: 8 filters of 5 × 5 on pictures of 28 × 28, the loop on one picture and yours on
# 64.

# %% experiment
some_filters = torch.randn(8, 1, 5, 5, generator=torch.Generator().manual_seed(0))
start = time.perf_counter()
looped = torch.stack([correlate2d(pictures[0, 0], kernel[0]) for kernel in some_filters])
loop_seconds = (time.perf_counter() - start) * 64
start = time.perf_counter()
at_once = conv2d(pictures[:64], some_filters)
seconds = time.perf_counter() - start
print(f"largest difference on the first picture: {(at_once[0] - looped).abs().max():.0e}")
print(f"64 pictures: about {loop_seconds:.1f} s in a loop, {seconds * 1000:.0f} ms at once")
show_bars(
    ["loop", "at once"],
    {"seconds": [loop_seconds, seconds]},
    ylabel="seconds for 64 pictures",
    number=".3f",
    alt="The loop takes more than a second, all windows at once a few milliseconds",
)

# %% [markdown]
# On our machine: about 1.4 s in the loop, a few milliseconds at once, the same numbers. Nothing was
# approximated; the same products were only put in an order that the processor likes.
#
# <details><summary>What would break this?</summary>
#
# - Memory: the product wants the windows side by side, and each pixel lies in h · w of them. A 7 × 7 kernel
#   on a large photo needs 49 times the picture. Libraries therefore cut the work into tiles or use Fourier
#   transforms.
# - `reshape` on the windows makes that copy at once, silently; `unfold` alone does not.
# </details>

# %% [markdown]
# ## 5 · What it costs
#
# Now count what sharing saves: the weights that a layer has to learn.
#
# **Predict.** A layer maps 1 × 28 × 28 pictures to 8 maps. You change to pictures of 56 × 56. How do the
# numbers of weights grow, for a convolution (kernel 5) and for a dense layer that gives as many numbers as
# the convolution?
#
# - **a** both four times
# - **b** the convolution not at all, the dense layer sixteen times
# - **c** the convolution four times, the dense layer sixteen times

# %% choice="bigger-picture" points=2
bigger_picture = None  # "a", "b" or "c"
### BEGIN SOLUTION
bigger_picture = "b"
### END SOLUTION

# %% [markdown]
# ### Exercise: `conv_parameters` and `dense_parameters` (●○○, 5 minutes, 3 + 3 points)
#
# Count them on the picture of part 4 first, with a pencil.
#
# <details><summary>Too few: I forgot something about the channels</summary>
#
# Each filter has h · w weights *for each channel of the picture*. Its bias is a single number.
# </details>
# <details><summary>"the result is a torch tensor" or "a float"</summary>
#
# Whole numbers: `math.prod(shape)` gives a Python int.
# </details>


# %% exercise="conv_parameters"
def conv_parameters(in_channels: int, out_channels: int, kernel_size: int, *, bias: bool = True) -> int:
    """Number of weights and biases that a convolutional layer learns.

    Args:
        in_channels: Channels of the images.
        out_channels: Number of filters.
        kernel_size: Height and width of the filters [px].
        bias: Whether each filter has one.
    """
    ### BEGIN SOLUTION
    return out_channels * (in_channels * kernel_size**2 + bool(bias))
    ### END SOLUTION


# %% check="conv_parameters" points=3
with public_checks("conv_parameters") as check:
    check.equal("one filter of 3 × 3 on one channel, and a bias", lambda: conv_parameters(1, 1, 3), 10)
    check.equal(
        "the 8 filters of 5 × 5 on 3 channels, without bias",
        lambda: conv_parameters(3, 8, 5, bias=False),
        600,
        hint="the number of entries of the weight's shape",
    )


# %% exercise="dense_parameters"
def dense_parameters(in_shape: tuple[int, ...], out_shape: tuple[int, ...], *, bias: bool = True) -> int:
    """Number of weights and biases that a dense layer learns.

    Args:
        in_shape: Shape of what goes in, such as (C, H, W).
        out_shape: Shape of what comes out.
        bias: Whether each number that comes out has a bias.
    """
    ### BEGIN SOLUTION
    return math.prod(out_shape) * (math.prod(in_shape) + bool(bias))
    ### END SOLUTION


# %% check="dense_parameters" points=3
with public_checks("dense_parameters") as check:
    check.equal("6 numbers in, 2 out, with biases", lambda: dense_parameters((1, 2, 3), (2,)), 14)
    check.equal(
        "the same without",
        lambda: dense_parameters((1, 2, 3), (2,), bias=False),
        12,
        hint="one bias for each number that comes out",
    )

# %% experiment
for size in (28, 56, 224):
    as_dense = dense_parameters((1, size, size), (8, size, size))
    print(f"{size:>3} px: convolution {conv_parameters(1, 8, 5):>4,}   dense {as_dense:>18,}")
show_bars(
    ["dense\nlayer 1", "convnet\nlayer 1", "convnet\nlayer 2", "convnet\nlayer 3"],
    {
        "parameters": [
            dense_parameters((1, 28, 28), (64,)),
            conv_parameters(1, 8, 5),
            conv_parameters(8, 16, 5),
            conv_parameters(16, 32, 3),
        ]
    },
    ylabel="parameters",
    number=",.0f",
    alt="The dense reader's first layer has 50,240 parameters; the convnet's three have 208, 3,216 and 4,640",
)

# %% [markdown]
# A convolution from 1 to 8 channels has 208 parameters whatever the size of the picture. A dense layer
# between the same shapes has 4.9 million at 28 pixels, 79 million at 56, and 20 billion at 224. The reader
# that went blind spends 50,240 on its first layer alone; the whole convnet has 8,394.
#
# Fewer parameters also need fewer examples, if what they assume is true: that a stroke means the same
# wherever it stands.

# %% [markdown]
# ## 6 · A layer that learns
#
# `conv2d` needs weights from somewhere. A layer holds them, starts them at random, and lets an optimiser
# change them. How large should they be at the start? The plain idea, a normal distribution of width 1, fails
# after a few layers:


# %% experiment
def growth(draw) -> list[float]:
    """Spread (standard deviation) of the maps before and after each of eight layers of 8 filters."""
    torch.manual_seed(0)
    maps = torch.randn(4, 8, 28, 28)
    spread = [maps.std().item()]
    for _ in range(8):
        maps = F.conv2d(maps, draw(torch.empty(8, 8, 3, 3)), padding=1)
        spread.append(maps.std().item())
    return spread


bound = 1 / math.sqrt(8 * 3 * 3)
spreads = {
    "normal, width 1": growth(lambda weight: weight.normal_(0, 1)),
    "uniform in ±1/√(C·h·w)": growth(lambda weight: weight.uniform_(-bound, bound)),
}
for name, spread in spreads.items():
    print(f"{name}: {spread[0]:.1f} → {spread[-1]:.1e}")
show_curves(
    list(range(9)),
    {name: [math.log10(value) for value in spread] for name, spread in spreads.items()},
    xlabel="layer",
    ylabel="log10 of the maps' spread",
    alt="With weights of width 1 the maps grow about eightfold per layer; with the bound they shrink slowly",
)

# %% [markdown]
# With weights of width 1 the spread grows eight- to ninefold per layer, to about 20 million after eight: each
# result adds up C · h · w = 72 products, whose spread is √72. So weights should shrink with the root of the
# *fan-in* C · h · w. torch draws weight and bias uniformly in ±1/√(C·h·w); this errs on the small side and
# loses a factor √3 per layer, which is harmless in small networks. He and colleagues (*Delving deep into
# rectifiers*, 2015) work out the exact factor for ReLU.
#
# ### Exercise: `Conv2d` (●●○, 15 minutes, 10 points)
#
# <details><summary>"optimizer got an empty parameter list", or a parameter is missing</summary>
#
# A plain tensor is not learned. Wrap it: `self.weight = nn.Parameter(…)`.
# </details>
# <details><summary>"Missing key(s) in state_dict", "Unexpected key(s)"</summary>
#
# torch's layer calls them `weight` and `bias`. Without bias there must be no such key:
# `self.register_parameter("bias", None)`.
# </details>
# <details><summary>The same generator gives other weights each time</summary>
#
# It does, it moves on with each number drawn. But two generators with the same seed must give the same layer,
# and nothing may be drawn elsewhere: `tensor.uniform_(low, high, generator=generator)`.
# </details>
# <details><summary>"a leaf Variable that requires grad is being used in an in-place operation"</summary>
#
# Fill the tensor first, then make it a `Parameter`.
# </details>


# %% exercise="Conv2d"
class Conv2d(nn.Module):
    """A convolutional layer on top of your `conv2d`; its weights fit `torch.nn.Conv2d`, and the reverse.

    Weight and bias start uniform in ±1/√(in_channels·h·w).

    Args:
        in_channels: Channels of the images.
        out_channels: Number of filters.
        kernel_size: Height and width of the filters [px].
        stride: For both axes [px], >= 1.
        padding: At each end of both axes [px], >= 0.
        bias: Whether each filter has one.
        generator: Draws the weights; by default torch's global one.

    Raises:
        ValueError: A number of channels or kernel_size is below 1.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        if min(shape) < 1:
            raise ValueError(f"channels and kernel_size must be at least 1, the weight would be {shape}")
        bound = 1 / math.sqrt(math.prod(shape[1:]))

        def draw(*shape: int) -> nn.Parameter:
            values = torch.empty(shape, device=generator.device if generator else None)
            values.uniform_(-bound, bound, generator=generator)
            return nn.Parameter(values.to(torch.get_default_device()))

        self.stride, self.padding = stride, padding
        self.weight = draw(*shape)
        self.register_parameter("bias", draw(out_channels) if bias else None)
        ### END SOLUTION

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Maps (N, out_channels, H', W') of images (N, in_channels, H, W)."""
        ### BEGIN SOLUTION
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
        ### END SOLUTION


# %% check="Conv2d" points=10
with public_checks("Conv2d") as check:
    check.equal(
        "what it learns, and the shapes",
        lambda: {name: tuple(value.shape) for name, value in Conv2d(3, 8, 5).named_parameters()},
        {"weight": (8, 3, 5, 5), "bias": (8,)},
        hint="nn.Parameter makes a tensor something to learn",
    )
    check.equal(
        "without bias",
        lambda: list(Conv2d(3, 8, 5, bias=False).state_dict()),
        ["weight"],
        hint='self.register_parameter("bias", None)',
    )
    check.true(
        "weights of 2 × 2 on one channel lie within ±1/2, and use that room",
        lambda: 0.45 < Conv2d(1, 100, 2).weight.abs().max().item() <= 0.5,
        hint="the root of in_channels · h · w, here of 4",
    )
    check.shape(
        "stride and padding reach conv2d",
        lambda: Conv2d(1, 2, 3, stride=2, padding=1)(torch.ones(1, 1, 7, 7)),
        (1, 2, 4, 4),
        hint="keep both in __init__, pass both in forward",
    )

# %% [markdown]
# Put your layer to work: take the convnet from the beginning, replace each of torch's layers by yours, and
# give it the weights that those had learned. Then train a fresh one, made of your layers from the start.


# %% experiment
def with_own_layers(model: nn.Module) -> nn.Module:
    """Replace each torch.nn.Conv2d in a model by ours, with the same weights."""
    for name, layer in list(model.named_children()):
        if isinstance(layer, nn.Conv2d):
            sizes = (layer.in_channels, layer.out_channels, layer.kernel_size[0])
            own = Conv2d(*sizes, stride=layer.stride[0], padding=layer.padding[0])
            own.load_state_dict(layer.state_dict())
            setattr(model, name, own)
        else:
            with_own_layers(layer)
    return model


transplanted = conv_reader(down="global max")
transplanted.load_state_dict(readers["convnet"].state_dict())
torch.manual_seed(1)
trained = with_own_layers(conv_reader(down="global max"))
train(trained, pictures, truth, epochs=10, lr=5e-3)
for name, reader in (
    ("your layers, torch's weights", with_own_layers(transplanted)),
    ("your layers, trained", trained),
):
    curves[name] = [accuracy_when_moved(reader, by) for by in shifts]
for name, shares in curves.items():
    print(f"{name:>28}: {shares[0]:.3f} centred, {shares[4]:.3f} at 4 px")
show_curves(
    shifts,
    curves,
    xlabel="moved by [px]",
    ylabel="share read correctly",
    alt="Your layers with torch's weights lie on the convnet's curve; trained ones behave like it",
)

# %% [markdown]
# Your layers with torch's weights read exactly what torch's layers read. Trained from the start they do what
# the convnet does: practically all centred digits, and about .99 at four pixels, where the dense reader has
# .10.
#
# <details><summary>What would break this?</summary>
#
# All weights equal at the start: all filters get the same gradient, and stay equal for ever. Random numbers
# are there to make them different.
# </details>

# %% [markdown]
# ## 7 · Where the gradient goes
#
# Your layer learned because autograd went back through your einsum. Now do it yourself, once in your life:
# every framework has this function inside.
#
# Training asks: if a result *y* should change by a little (that is `grad_output`, one number *g* for each
# result), how should weights, pixels and biases change? Follow the lines of the picture backwards.
#
# ![Forward: three pixels make y1. Backward: pixel x2 gets a share of g0, g1, g2](backward.svg)
#
# - A **weight** was used at *every* place: its gradient adds up, over all places, the pixel that it met times
#   *g*.
# - A **pixel** lay in *several* windows: its gradient adds up, over these, the weight that it met times *g*.
# - A **bias** was added to every result of its map: its gradient is the sum of *g*.
#
# ### Exercise: `conv2d_backward` (●●●, 30 minutes, 14 points)
#
# Without autograd. Loops are allowed; choose them well: over the places, or, with fewer rounds, over the h ·
# w entries of the kernel. Sketch it for one picture, one channel, one filter first.
#
# <details><summary>I do not know how to begin</summary>
#
# Ask what *one* entry (i, j) of the kernel meets: at place (y, x), the padded pixel (i + stride · y, j +
# stride · x). So over all places it meets a strided slice of the padded images, of the same height and width
# as `grad_output`. The gradient of that entry is the sum of the product of the two.
# </details>
# <details><summary><code>grad_weight</code> is right, <code>grad_images</code> is too small</summary>
#
# Windows overlap: a pixel gets something from each. Add with `+=`, do not assign.
# </details>
# <details><summary><code>grad_images</code> has the shape of the padded images</summary>
#
# Hand the gradient out on a padded canvas, and cut the padding off at the end. Mind padding 0: `[0:-0]` is
# empty.
# </details>
# <details><summary>Wrong only where the stride does not divide</summary>
#
# The left-over pixels at the end were never looked at: their gradient is 0. Your slices must stop before
# them: `start : start + stride * number : stride`.
# </details>
# <details><summary><code>grad_bias</code> has the wrong shape</summary>
#
# One number for each filter: sum over pictures, rows and columns.
# </details>


# %% exercise="conv2d_backward"
def conv2d_backward(
    grad_output: torch.Tensor,
    images: torch.Tensor,
    weight: torch.Tensor,
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Gradients of `conv2d`, worked out by hand.

    Args:
        grad_output: Gradient of the loss with respect to the result, shape (N, F, H', W').
        images: What went in, shape (N, C, H, W).
        weight: The filters, shape (F, C, h, w).
        stride: As it was in `conv2d`.
        padding: As it was in `conv2d`.

    Returns:
        grad_images: Shape (N, C, H, W).
        grad_weight: Shape (F, C, h, w).
        grad_bias: Shape (F,).

    Raises:
        ValueError: `grad_output` has not the shape of the result.
    """
    ### BEGIN SOLUTION
    (down, right), (above, left) = pair(stride), pair(padding)
    (H, W), (F_, C, h, w) = images.shape[2:], weight.shape
    rows = conv_output_size(H, h, stride=down, padding=above)
    cols = conv_output_size(W, w, stride=right, padding=left)
    if grad_output.shape != (len(images), F_, rows, cols) or images.shape[1] != C:
        raise ValueError(
            f"grad_output must have the shape {(len(images), F_, rows, cols)} and the images {C} channels, "
            f"got {tuple(grad_output.shape)} and {tuple(images.shape)}"
        )
    padded = pad2d(images, (above, above, left, left))
    grad_padded, grad_weight = torch.zeros_like(padded), torch.zeros_like(weight)
    for i in range(h):
        for j in range(w):  # the pixels that entry (i, j) of the kernel meets
            met = (..., slice(i, i + down * rows, down), slice(j, j + right * cols, right))
            grad_weight[:, :, i, j] = torch.einsum("nfyx,ncyx->fc", grad_output, padded[met])
            grad_padded[met] += torch.einsum("nfyx,fc->ncyx", grad_output, weight[:, :, i, j])
    grad_images = grad_padded[:, :, above : above + H, left : left + W]
    return grad_images, grad_weight, grad_output.sum(dim=(0, 2, 3))
    ### END SOLUTION


# %% check="conv2d_backward" points=14
pixels, taps = torch.tensor([[[[1.0, 2, 3, 4]]]]), torch.tensor([[[[5.0, 6, 7]]]])
g = torch.tensor([[[[1.0, 10]]]])  # two places
flat = torch.ones(1, 1, 2, 2)
with public_checks("conv2d_backward") as check:
    check.close(
        "weights: 1·g0 + 2·g1, 2·g0 + 3·g1, 3·g0 + 4·g1",
        lambda: conv2d_backward(g, pixels, taps)[1].flatten(),
        torch.tensor([21.0, 32, 43]),
        hint="the first weight met pixel 0 at place 0 and pixel 1 at place 1",
    )
    check.close(
        "pixels: the middle ones lie in both windows",
        lambda: conv2d_backward(g, pixels, taps)[0].flatten(),
        torch.tensor([5.0, 56, 67, 70]),
        hint="pixel 1 met weight 1 at place 0 and weight 0 at place 1",
    )
    check.close(
        "the bias: g0 + g1",
        lambda: conv2d_backward(g, pixels, taps)[2],
        torch.tensor([11.0]),
        hint="the sum of g over pictures and places",
    )
    check.close(
        "stride 2 on 6 pixels: the last one was never looked at",
        lambda: conv2d_backward(g, torch.ones(1, 1, 1, 6), taps, stride=2)[0].flatten(),
        torch.tensor([5.0, 6, 57, 60, 70, 0]),
        hint="windows begin at pixels 0 and 2",
    )
    check.close(
        "padding is cut off again",
        lambda: conv2d_backward(flat, flat, torch.ones(1, 1, 3, 3), padding=1)[0],
        4 * flat,
        hint="the gradient has the shape of the images, not of the padded ones",
    )

# %% [markdown]
# Now learn without autograd. A box filters pictures with a secret 3 × 3 kernel; you may feed it noise and
# look at what comes out. Starting from random numbers, your `conv2d` and your `conv2d_backward` find the
# kernel out.

# %% experiment
generator = torch.Generator().manual_seed(0)
screen = torch.randn(16, 1, 20, 20, generator=generator)
secret = torch.tensor([[[[1.0, 0, -1], [2, 0, -2], [1, 0, -1]]]])  # Sobel's vertical edges
wanted = conv2d(screen, secret)
guess = torch.randn(1, 1, 3, 3, generator=generator)
guesses, losses = [guess], []
for _ in range(20):
    difference = conv2d(screen, guess) - wanted
    losses.append(difference.square().mean().item())
    grad_weight = conv2d_backward(2 * difference / difference.numel(), screen, guess)[1]
    guess = guess - 0.2 * grad_weight
    guesses.append(guess)
print("secret", secret.flatten().tolist())
print("found ", [round(value, 2) for value in guess.flatten().tolist()])
print(f"mean squared difference: {losses[0]:.1f} at first, {losses[-1]:.0e} in the last step")
show_images(
    (torch.cat([guesses[0], guesses[2], guesses[5], guesses[20], secret]) / 4 + 0.5).clamp(0, 1),
    titles=["start", "2 steps", "5 steps", "20 steps", "secret"],
    alt="The kernel while it is learned: random at first, after 20 steps the same as the secret edge kernel",
)

# %% [markdown]
# After 20 steps the kernel is found to two digits, and no library helped. Try letters instead of noise, and
# hundreds of steps are not enough: neighbouring pixels of a letter are nearly equal, so it hardly matters
# which of two neighbouring weights is large.
#
# <details><summary>What would break this?</summary>
#
# - A result that is `nan` for one pixel: every weight met some pixel of every picture, so all weights are
#   `nan` after one step.
# - Blank letters: a weight that only ever meets zeros has gradient 0 and keeps its random start.
# </details>

# %% [markdown]
# ## 8 · The letter moves, the map moves
#
# Why did the convnet survive the shift? Because it makes no difference whether you first move the picture and
# then apply the layer, or the other way round. That is called **translation equivariance**.
#
# ![Layer then shift, or shift then layer: both ways lead to the same map](equivariance.svg)
#
# **Predict.** A layer with stride 2 looks at every second place only. The picture moves *one* pixel to the
# right. Its map
#
# - **a** moves by half a pixel, which rounding makes one or none
# - **b** moves by one pixel, as always
# - **c** becomes another map, which no shift makes equal to the old one

# %% choice="odd-shift" points=2
odd_shift = None  # "a", "b" or "c"
### BEGIN SOLUTION
odd_shift = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `equivariance_error` (●●○, 15 minutes, 7 points)
#
# Go both ways and take the largest difference. Two things need care. At the borders the ways differ rightly,
# since pixels come in there: compare an *interior* only. And the layer is not yours: use it in eval mode, and
# give it back as you found it.
#
# <details><summary>A convolution with padding gives an error far above 0</summary>
#
# You compare something that touches the border. Moving with `torch.roll` brings pixels in from the other
# side; padding puts zeros where pictures had pixels. Leave out |shift| at the end where they come in, and
# then a good part, say a third of the rest, at both ends.
# </details>
# <details><summary>Stride 2 gives 0, or an error about shapes</summary>
#
# The interior is cut from the *result*, which is smaller than the picture. Move it by the same (dy, dx)
# nevertheless, and take its own height and width.
# </details>
# <details><summary>The layer is left in eval mode, or with some of its parts in the wrong mode</summary>
#
# Remember the mode of *every* module in it, `[(m, m.training) for m in layer.modules()]`, and put each one
# back; `layer.train()` would wake parts that were asleep on purpose.
# </details>
# <details><summary>"the result is a torch tensor", and a Python number was expected</summary>
#
# `.item()`
# </details>


# %% exercise="equivariance_error"
def equivariance_error(layer: nn.Module, images: torch.Tensor, shift: tuple[int, int]) -> float:
    """How far "shift, then layer" is from "layer, then shift".

    Args:
        layer: From images (N, C, H, W) to maps (N, F, H', W'); used in eval mode, and left as found.
        images: Shape (N, C, H, W).
        shift: (dy, dx) [px], down and to the right.

    Returns:
        The largest absolute difference, on an interior of the maps that no border touches.

    Raises:
        ValueError: The layer does not give maps with four axes, or they are not larger than the shift.
    """
    ### BEGIN SOLUTION
    modes = [(module, module.training) for module in layer.modules()]
    layer.eval()
    try:
        with torch.no_grad():
            maps, maps_of_shifted = layer(images), layer(images.roll(shift, dims=(2, 3)))
    finally:
        for module, mode in modes:
            module.training = mode
    if maps.ndim != 4 or maps.shape[2] <= abs(shift[0]) or maps.shape[3] <= abs(shift[1]):
        raise ValueError(f"maps must be (N, F, H', W') and larger than {shift}, got {tuple(maps.shape)}")

    def interior(size: int, move: int) -> slice:
        border = (size - abs(move)) // 3
        return slice(max(move, 0) + border, size + min(move, 0) - border)

    inside = (..., interior(maps.shape[2], shift[0]), interior(maps.shape[3], shift[1]))
    return (maps_of_shifted - maps.roll(shift, dims=(2, 3)))[inside].abs().max().item()
    ### END SOLUTION


# %% check="equivariance_error" points=7
class Lamp(nn.Module):
    """Brightens the lower rows more than the upper ones: place matters."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return images * torch.arange(images.shape[2], device=images.device)[:, None]


noise = torch.rand(2, 1, 18, 20, generator=torch.Generator().manual_seed(0))
dropout = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.Dropout(0.5)).train()
with public_checks("equivariance_error") as check:
    check.true(
        "doing nothing commutes with a shift",
        lambda: equivariance_error(nn.Identity(), noise, (2, -3)) == 0.0,
        hint="move the images and the maps by the same (dy, dx), and compare the interior",
    )
    check.true(
        "a padded convolution commutes, away from the border, dropout or not",
        lambda: equivariance_error(dropout, noise, (-1, 2)) < 1e-5,
        hint="eval mode switches dropout off; the padding must not reach your interior",
    )
    check.true(
        "and is left in training mode",
        lambda: equivariance_error(dropout, noise, (1, 1)) >= 0 and dropout.training and dropout[1].training,
        hint="note the mode of every module first, and put each back",
    )
    check.true(
        "a lamp from below does not",
        lambda: equivariance_error(Lamp(), noise, (2, 0)) > 0.5,
        hint="compare layer(shifted images) with shifted layer(images)",
    )

# %% experiment
shapes = sample(32, DIGITS, level="easy", seed=7)[0]
torch.manual_seed(0)
layers = {
    "stride 1": Conv2d(1, 4, 3, padding=1),
    "stride 2": Conv2d(1, 4, 3, stride=2, padding=1),
    "dense, as a map": nn.Sequential(nn.Flatten(), nn.Linear(784, 784), nn.Unflatten(1, (1, 28, 28))),
}
errors = {name: equivariance_error(layer, shapes, (0, 1)) for name, layer in layers.items()}
for name, error in errors.items():
    print(f"{name:>15}: {error:.1e}")
show_bars(
    list(errors),
    {"error": list(errors.values())},
    ylabel="largest difference after 1 px",
    alt="Error after a shift of one pixel: none at stride 1, clearly above 0 at stride 2 and for dense",
)

# %% [markdown]
# At stride 1 the difference is rounding. At stride 2 it is as large as the maps' values, and so it is for
# a dense layer.
#
# Look back at the first plot with this in mind. The convnet *ends* with the largest value of each map,
# wherever it stands: if the map only moves, the largest value stays, and the reader does not notice. But
# between its layers it keeps every second place only, twice. So it is safe when the shift is a multiple of 4,
# and loses a little at 1, 2 and 3 pixels: there is the dip at two, and the recovery at four.
#
# <details><summary>What would break this?</summary>
#
# Any layer that knows where it is: a dense layer, a coordinate as an extra channel, and the zeros of padding,
# near the border.
# </details>

# %% [markdown]
# ## 9 · From patterns to letters
#
# You have everything to *read*, without any training: take a picture of each letter as a kernel, slide all of
# them over the page, and see which one fires most, and where. Such a kernel is called a **template**, and the
# method is as old as computer vision.
#
# Try it with plain templates: pictures of the ten digits in one typeface. On a dark page they read nearly
# every digit. Then somebody switches a lamp on: the ground goes from 0 to .7, and the ink stays at 1.
#
# **Predict.** On the bright page, plain templates
#
# - **a** read as before: all results grow by the same amount, so the order stays
# - **b** read nearly every digit as the one with the most ink
# - **c** read nothing: all results are 0

# %% choice="brighter-page" points=2
brighter_page = None  # "a", "b" or "c"
### BEGIN SOLUTION
brighter_page = "b"
### END SOLUTION


# %% experiment
def templates_of(characters: str, face: str = "DejaVuSans") -> torch.Tensor:
    """One clean picture of each character, the middle 22 × 22 pixels of it: (K, 22, 22)."""
    every = range(len(characters))
    return sample(len(characters), characters, fonts=[face], level="clean", labels=every)[0][:, 0, 3:25, 3:25]


def best_template(images: torch.Tensor, kernels: torch.Tensor) -> torch.Tensor:
    """Label of the kernel that gives the largest result anywhere: (N,)."""
    return conv2d(images, kernels).amax(dim=(2, 3)).argmax(1)


templates = templates_of(DIGITS)
dark, on_page = sample(200, DIGITS, fonts=["DejaVuSans"], level="clean", shift=2, seed=11)
bright = 0.7 + 0.3 * dark
for name, page in (("dark page", dark), ("bright page", bright)):
    read = best_template(page, templates[:, None])
    print(f"{name}: {(read == on_page).float().mean():.0%} right; {(read == 8).sum()} of 200 were read as 8")
shown = torch.cat([dark[:6], bright[:6]])
show_images(
    shown,
    titles=[f"read as {label}" for label in best_template(shown, templates[:, None])],
    columns=6,
    alt="Six digits on a dark page, read correctly, and on a bright page, all read as 8",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# On the dark page plain templates read about 96 %; on the bright one about one in ten, since nearly
# everything is an 8. Each result grew by .7 times the *sum of the template's weights*, and the 8 has the
# largest sum. It wins everywhere by sheer ink, even on an empty page.
# </details>
#
# The cure has two parts, and each is one line:
#
# - **Take the template's own mean from it.** Then its weights add up to 0, and a brightness that is the same
#   everywhere adds nothing.
# - **Divide by its own norm**, the root of the sum of squares. Then no template shouts louder than another.
#
# The result is a **matched filter**. Turned into one, a template gives its largest answer where the picture
# looks like it, and not merely where there is a lot of light (that is the Cauchy–Schwarz inequality).
#
# ### Exercise: `matched_filters` (●○○, 10 minutes, 6 points)
#
# <details><summary>"nan" for a constant template</summary>
#
# Less its mean, a constant is all 0, and so is its norm: 0 / 0. It has no pattern, so its filter should be
# all 0.
# </details>
# <details><summary>Huge numbers for a template of 0.1 everywhere</summary>
#
# 0.1 is not exact in binary, and its mean rounds: what is left is tiny, but not 0, and dividing by its norm
# blows it up. A comparison that is exact: a template is constant when its largest value *equals* its
# smallest.
# </details>
# <details><summary>Right for one template, wrong for several</summary>
#
# Each has its *own* mean and norm: `templates.mean(dim=(1, 2), keepdim=True)`.
# </details>


# %% exercise="matched_filters"
def matched_filters(templates: torch.Tensor) -> torch.Tensor:
    """Turn templates into filters that ignore brightness and all have the same strength.

    Args:
        templates: Shape (K, h, w).

    Returns:
        Each template minus its own mean, divided by its own 2-norm, shape (K, 1, h, w). All 0 for a
        constant template.

    Raises:
        ValueError: The templates have not three axes.
    """
    ### BEGIN SOLUTION
    if templates.ndim != 3:
        raise ValueError(f"templates must have the shape (K, h, w), got {tuple(templates.shape)}")
    if not templates.is_floating_point():
        templates = templates.to(torch.get_default_dtype())
    centred = templates - templates.mean(dim=(1, 2), keepdim=True)
    norms = centred.flatten(1).norm(dim=1)
    constant = templates.amax(dim=(1, 2)) == templates.amin(dim=(1, 2))
    norms = norms.masked_fill(constant | (norms == 0), math.inf)  # whatever is left becomes 0
    return (centred / norms[:, None, None]).unsqueeze(1)
    ### END SOLUTION


# %% check="matched_filters" points=6
corner = torch.tensor([[[4.0, 0], [0, 0]], [[0, 0], [2, 2]]])
with public_checks("matched_filters") as check:
    check.close(
        "(4 0; 0 0) has mean 1 and, without it, norm √12",
        lambda: matched_filters(corner)[0, 0],
        torch.tensor([[3.0, -1], [-1, -1]]) / math.sqrt(12),
        hint="first the mean, then the norm of what is left",
    )
    check.close(
        "each has its own: (0 0; 2 2) becomes ±1/2",
        lambda: matched_filters(corner)[1, 0],
        torch.tensor([[-0.5, -0.5], [0.5, 0.5]]),
        hint="mean and norm over axes 1 and 2",
    )
    check.close(
        "a constant template becomes 0, though the mean of 0.1 rounds",
        lambda: matched_filters(torch.full((1, 24, 20), 0.1)),
        torch.zeros(1, 1, 24, 20),
        hint="compare its largest value with its smallest",
    )

# %% experiment
filters = matched_filters(templates)
for name, page in (("dark page", dark), ("bright page", bright), ("faint ink", 0.5 + 0.1 * dark)):
    plain = (best_template(page, templates[:, None]) == on_page).float().mean()
    matched = (best_template(page, filters) == on_page).float().mean()
    print(f"{name:>11}: plain templates {plain:4.0%}, matched filters {matched:4.0%}")
show_images(
    filters / filters.abs().max() / 2 + 0.5,
    titles=list(DIGITS),
    columns=10,
    alt="Matched filters of the ten digits: bright strokes on a ground slightly darker than middle grey",
)

# %% [markdown]
# Matched filters read every digit on all three pages, even where ink and ground differ by a tenth. Brightness
# drops out because the weights add up to 0; contrast multiplies *all* results by the same factor, and the
# order stays.

# %% [markdown]
# ## 10 · Read
#
# Put the last piece in place: not only *which* character, but *where*.
#
# ### Exercise: `read_glyphs` (●●○, 10 minutes, 7 points)
#
# For each picture, find the filter and the place with the largest result. Here you may use `F.conv2d`, which
# is faster than ours on large pages.
#
# <details><summary><code>argmax</code> gives one large number instead of three</summary>
#
# Flatten filters and places into one axis, take `argmax`, and take the number apart again: divided by the
# number of places it gives the filter, and the remainder is the place. `torch.unravel_index` does just that.
# </details>
# <details><summary>The label is right, the place is off by half a window</summary>
#
# Asked for is the window's *top-left* pixel. Without padding that is the place itself.
# </details>
# <details><summary>Rows and columns are swapped on wide pictures</summary>
#
# Divide by the number of *columns of the result*, which is not its number of rows, nor the picture's width.
# </details>


# %% exercise="read_glyphs"
def read_glyphs(
    images: torch.Tensor, filters: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Primitive OCR: one character from each image.

    Args:
        images: Shape (N, 1, H, W).
        filters: One for each character, shape (K, 1, h, w), as `matched_filters` makes them.

    Returns:
        labels: The filter that fired most, shape (N,), int64.
        rows: Top row of the window where it did, shape (N,), int64.
        cols: Its leftmost column, shape (N,), int64.

    Raises:
        ValueError: Other shapes, or filters larger than the images.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4 or filters.ndim != 4 or images.shape[1] != 1 or filters.shape[1] != 1:
        raise ValueError(
            "images must be (N, 1, H, W) and filters (K, 1, h, w), "
            f"got {tuple(images.shape)} and {tuple(filters.shape)}"
        )
    for axis in (2, 3):
        conv_output_size(images.shape[axis], filters.shape[axis])  # raises where a filter does not fit
    responses = F.conv2d(images, filters)  # (N, K, places down, places across)
    strongest = responses.flatten(1).argmax(dim=1)
    return torch.unravel_index(strongest, responses.shape[1:])
    ### END SOLUTION


# %% check="read_glyphs" points=7
# Three marks, | and ‾ and a backslash, as filters that have been matched already.
marks = torch.tensor([[[1.0, -1], [1, -1]], [[1, 1], [-1, -1]], [[1, -1], [-1, 1]]])[:, None] / 2
scene = torch.full((2, 1, 5, 9), 0.5)
scene[0, 0, 2, 6], scene[0, 0, 3, 7] = 0.9, 0.9  # the third mark, on grey
scene[1, 0, 1, 3:5] = 0.9  # the second
with public_checks("read_glyphs") as check:
    check.equal(
        "which mark",
        lambda: read_glyphs(scene, marks)[0],
        torch.tensor([2, 1]),
        hint="the largest result over all filters and all places",
    )
    check.equal(
        "its row and column",
        lambda: torch.stack(read_glyphs(scene, marks)[1:]),
        torch.tensor([[2, 1], [6, 3]]),
        hint="the window's top row and leftmost column, row first",
    )

# %% [markdown]
# Now a line of text. The letters stand at places that nobody told you, on a grey and noisy page. `read_line`
# finds the strongest letter with *your* `read_glyphs`, wipes it out, and asks again; in the end it sorts what
# it found from left to right.

# %% experiment
characters = UPPER + DIGITS


def write_line(text: str, *, seed: int = 0, fonts: tuple = ("DejaVuSans",), level: str = "clean", **options):
    """A picture (1, 1, 36, W) of a text with uneven gaps and a dancing base line."""
    generator = torch.Generator().manual_seed(seed)
    labels = [characters.index(letter) for letter in text]
    glyphs = sample(len(text), characters, fonts=fonts, level=level, labels=labels, seed=seed, **options)[0]
    line = torch.zeros(1, 1, 36, 32 * len(text) + 8)
    x = 4
    for glyph in glyphs:
        x += int(torch.randint(0, 6, (), generator=generator))
        y = int(torch.randint(0, 9, (), generator=generator))
        line[0, 0, y : y + 28, x : x + 28] = torch.maximum(line[0, 0, y : y + 28, x : x + 28], glyph[0])
        x += 24
    return line[..., : x + 8]


def read_line(line: torch.Tensor, count: int) -> list[tuple[int, int, str]]:
    """The strongest letters as (column, row, letter), from left to right; each is wiped out once found."""
    filters = matched_filters(templates_of(characters))
    h, w = filters.shape[2:]
    left, found = line.clone(), []
    for _ in range(count):
        (label,), (row,), (col,) = read_glyphs(left, filters)
        found.append((int(col), int(row), characters[label]))
        left[..., row : row + h, col : col + w] = left.median()
    return sorted(found)


text = "CONVNETS2026"
page = 0.3 + 0.5 * write_line(text)
page = page + 0.05 * torch.randn(page.shape, generator=torch.Generator().manual_seed(1))
found = read_line(page, len(text))
print("written:", text)
print("read:   ", "".join(letter for _, _, letter in found))

figure = DescribedFigure(figsize=(10, 1.7), layout="constrained")
figure.alt = (
    "A grey, noisy line of text at uneven places, with a frame and the letter read above each character"
)
axes = figure.subplots()
axes.imshow(page[0, 0], cmap="gray", vmin=0, vmax=1)
for col, row, letter in found:
    axes.add_patch(Rectangle((col, row), 21, 21, fill=False, edgecolor="orange"))
    axes.text(col + 11, -3, letter, ha="center", family="monospace")
axes.set_axis_off()
figure.show_described()

# %% [markdown]
# Twelve letters, none of them wrong, with nothing but a convolution and an `argmax`. Change `text`, the seed
# or the noise, and see how far it carries. Where does it fail first?


# %% experiment
def share_read(seeds: range, **options) -> float:
    """Share of letters that are read as written, over several lines."""
    lines = [read_line(write_line(text, seed=seed, **options), len(text)) for seed in seeds]
    right = [found[2] == letter for line in lines for found, letter in zip(line, text, strict=True)]
    return sum(right) / len(right)


text = "THEQUICKBROWNFOX2026"
shares = {
    "same\nface": share_read(range(4)),
    "tilted": share_read(range(4), rotation=15),
    "smaller": share_read(range(4), scale=(0.75, 0.75)),
    "related\nfaces": share_read(range(4), fonts=TRAIN_FONTS),
    "other\nfaces": share_read(range(4), fonts=HELD_OUT_FONTS),
}
print(", ".join(f"{name} {share:.2f}".replace("\n", " ") for name, share in shares.items()))
show_bars(
    list(shares),
    {"share": list(shares.values())},
    ylabel="share of letters read",
    alt="All letters of the templates' own face are read, fewer when tilted, smaller or in other faces",
)

# %% [markdown]
# Every letter in the templates' own face, about nine in ten when tilted by up to 15 degrees, some 84 % in
# related faces, 69 % in others, and only a quarter at three quarters of the size: a template is one drawing,
# at one size and angle.
#
# You could add templates for each face, size and angle. Or you let the filters be *learned*, small ones
# first, and combined layer by layer. Here is what that gives on digits that are tilted, sheared, blurred,
# noisy and crossed by lines.

# %% experiment
torch.manual_seed(0)
learned = conv_reader(width=4, down="avg")
train(learned, *sample(2000, DIGITS, level="medium", seed=0), epochs=8, lr=1e-2)
average_templates = torch.stack([templates_of(DIGITS, face) for face in TRAIN_FONTS]).mean(0)
average_filters = matched_filters(average_templates)
shares = {"matched filters": [], "convnet": []}
for fonts in (TRAIN_FONTS, HELD_OUT_FONTS):
    digits, right = sample(600, DIGITS, level="medium", fonts=fonts, seed=99)
    read = read_glyphs(digits, average_filters)[0]
    shares["matched filters"].append((read == right).float().mean().item())
    shares["convnet"].append(accuracy(learned, digits, right))
for name, (known, new) in shares.items():
    print(f"{name:>15}: {known:.2f} in known faces, {new:.2f} in new ones")
show_bars(
    ["known faces", "new faces"],
    shares,
    ylabel="share of digits read",
    alt="On hard digits a small convnet reads clearly more than matched filters, in known and in new faces",
)

# %% [markdown]
# Ten matched filters of 22 × 22 have 4,840 weights, drawn by us. The convnet has 4,102, found by gradient
# descent in layers like yours, with something between them that shrinks the maps. What that something should
# be is the subject of the next notebook.

# %% [markdown]
# ## In your own words
#
# A dense layer can represent everything that a convolutional layer can: set most of its weights to 0 and the
# rest equal in the right way. A colleague concludes: "So a convolution only takes freedom away. With enough
# data the dense layer will be at least as good."
#
# What do you answer? Say what the convolution's restriction buys, using **two numbers that you saw in this
# notebook**; and name **one kind of picture** on which sharing weights between places would be a mistake,
# with the reason.
#
# Six to ten sentences. A person reads this answer.

# %% [markdown] written="why-shared-weights" points=6
# ### BEGIN SOLUTION
# **Model answer.** The colleague is right about what can be represented, and wrong about what can be learned
# from the data that one has. Sharing builds in a fact about pictures: a stroke means the same wherever it
# stands. The dense layer has to learn that fact anew for every place. In our experiment both readers saw 1000
# centred digits and read unseen ones practically without a mistake; four pixels off the centre the dense
# reader fell to about 10 % and the convnet kept more than 95 %. The convolution's first layer has 208
# parameters whatever the size of the picture; a dense layer between the same shapes has 4.9 million at 28 px
# and 20 billion at 224 px, each to be determined by data. With data from every place the dense layer could
# catch up, but "enough" grows with the number of places. Sharing is a mistake where place carries meaning: in
# aligned passport photos, where eyes are always above the mouth; in a spectrogram, where the same shape at
# another frequency is another sound; on the fields of a form; on a chess board's edge.
#
# **Rubric** (6 points)
# - 2: tells representing from learning: the restriction is knowledge that the data need not supply.
# - 2: two numbers from the notebook, used as evidence (1 each).
# - 2: a kind of picture in which place carries meaning (1), with the reason (1).
# ### END SOLUTION

# %% [markdown]
# ## What would break this?
#
# Before you go on, say each answer aloud, then open it.
#
# <details><summary>The text is twice as large, or upside down. Does a convnet still read it?</summary>
#
# Not by construction. Convolution shares weights between *places*, not between sizes or angles. That must
# come from the data (`03_augmentation`).
# </details>
# <details><summary>A layer with stride 2 halves the maps. What did you lose?</summary>
#
# Equivariance for odd shifts, and with it a few percent at 1 to 3 pixels. What to do about it is the subject
# of `02_downsampling`.
# </details>
# <details><summary>Your tests used symmetric kernels and square pictures. What could be wrong,
# unnoticed?</summary>
#
# A turned kernel, and swapped rows and columns: the two most common bugs of this notebook.
# </details>
# <details><summary>The letters are black on a white page.</summary>
#
# Every matched filter then answers with a large *negative* number at the right place, and the best positive
# answer lies somewhere else. Invert the page, or take the absolute value and accept new confusions.
# </details>

# %% [markdown]
# ## Hand in
#
# Restart the kernel, run all cells, look at the checks, save, and hand in `01_convolution.ipynb`. The
# experiments are not run when we grade; your functions are called by name, with shapes, types and devices
# that you have not seen.
