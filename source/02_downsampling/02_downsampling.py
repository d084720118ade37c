# %% [markdown]
# # Downsampling: make it smaller, and know what it costs
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `max_pool2d` | ●●○ | 15 | 14 |
# | 2 | `avg_pool2d` | ●○○ | 10 | 10 |
# | 3 | `max_pool2d_backward` | ●●● | 20 | 12 |
# | 4 | `global_avg_pool` | ●○○ | 5 | 4 |
# | 5 | `blur_pool2d` | ●●○ | 15 | 10 |
# | 6 | `conv2d_macs` | ●○○ | 5 | 5 |
# | 7 | `trace_shapes` | ●●○ | 10 | 8 |
# | 8 | `network_macs` | ●○○ | 10 | 7 |
# | 9 | `shift_consistency` | ●●○ | 15 | 8 |
# | 10 | `build_reader` | ●●○ | 20 | 10 |
# | | six predictions | | 5 | 6 × 2 |
# | | one written answer | | 10 | 6, read by a person |

# %%
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DIGITS, sample
from convlab.models import conv_reader
from convlab.plots import DescribedFigure, show_bars, show_curves, show_images
from convlab.training import accuracy, train

# %% [markdown]
# Helpers that you may use wherever you like.


# %%
def places(size: int, kernel_size: int, *, stride: int = 1, padding: int = 0) -> int:
    """Number of places at which a window fits along one axis, as in `01_convolution`.

    Raises:
        ValueError: The window does not fit even once, or an argument is out of its range.
    """
    if min(size, kernel_size, stride) < 1 or padding < 0:
        raise ValueError(
            "size, kernel_size and stride must be at least 1 and padding at least 0, "
            f"got {size}, {kernel_size}, {stride} and {padding}"
        )
    if kernel_size > size + 2 * padding:
        raise ValueError(f"a window of {kernel_size} px does not fit into {size + 2 * padding} px")
    return 1 + (size + 2 * padding - kernel_size) // stride


def moved(images: torch.Tensor, down: int, right: int) -> torch.Tensor:
    """The images moved by whole pixels; zeros come in."""
    return F.pad(images, (right, -right, down, -down))


class Apply(nn.Module):
    """A function of maps as a layer: `Apply(blur_pool2d)` may stand in an `nn.Sequential`."""

    def __init__(self, function: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.function(maps)


# %% choice="one-pixel" points=2
one_pixel = None  # "a", "b" or "c"
### BEGIN SOLUTION
one_pixel = "b"
### END SOLUTION

# %% choice="padded-maximum" points=2
padded_maximum = None  # "a", "b" or "c"
### BEGIN SOLUTION
padded_maximum = "a"
### END SOLUTION


# %% exercise="max_pool2d"
def max_pool2d(
    images: torch.Tensor, kernel_size: int, *, stride: int | None = None, padding: int = 0
) -> torch.Tensor:
    """The largest value of each window, in each channel.

    Args:
        images: Shape (N, C, H, W), values of any sign.
        kernel_size: Height and width of the window [px].
        stride: From one place to the next, along both axes [px], >= 1; None means kernel_size.
        padding: Room at each end of both axes [px], from 0 to half the window. It never wins.

    Returns:
        Shape (N, C, H', W'), with H' and W' as in `places`, the images' dtype and device.

    Raises:
        ValueError: The images have not four axes, or the window does not fit.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4:
        raise ValueError(f"images must have the shape (N, C, H, W), got {tuple(images.shape)}")
    stride = kernel_size if stride is None else stride
    for size in images.shape[2:]:
        places(size, kernel_size, stride=stride, padding=padding)  # raises where the window does not fit
    padded = F.pad(images, (padding,) * 4, value=float("-inf"))
    windows = padded.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride)  # (N, C, H', W', k, k)
    return windows.amax(dim=(4, 5))
    ### END SOLUTION


# %% check="max_pool2d" points=14
picture = torch.tensor([[1.0, 5, 2, 0, 3], [4, 0, 1, 1, 2], [2, 2, 7, 0, 1], [0, 3, 1, 6, 8]])[None, None]
with public_checks("max_pool2d") as check:
    check.close(
        "windows of 2 side by side; the fifth column is left over",
        lambda: max_pool2d(picture, 2),
        torch.tensor([[[[5.0, 2], [3, 7]]]]),
        hint="stride=None means the kernel size",
    )
    check.close(
        "windows of 3 that overlap",
        lambda: max_pool2d(picture, 3, stride=1)[0, 0],
        torch.tensor([[7.0, 7, 7], [7, 7, 8]]),
        hint="stride 1: a window begins at every pixel at which it fits",
    )
    check.close(
        "below zero, with padding",
        lambda: max_pool2d(picture - 9, 3, stride=2, padding=1)[0, 0],
        torch.tensor([[-4.0, -4, -6], [-5, -2, -1]]),
        hint="a zero would beat every negative pixel: what loses against all numbers?",
    )
    check.raises(
        "a window of 5 on 4 rows",
        ValueError,
        lambda: max_pool2d(picture, 5),
        hint="places raises where a window does not fit",
    )


# %% exercise="avg_pool2d"
def avg_pool2d(
    images: torch.Tensor,
    kernel_size: int,
    *,
    stride: int | None = None,
    padding: int = 0,
    count_include_pad: bool = True,
) -> torch.Tensor:
    """The mean of each window, in each channel.

    Args:
        images: Shape (N, C, H, W).
        kernel_size: Height and width of the window [px].
        stride: From one place to the next, along both axes [px], >= 1; None means kernel_size.
        padding: Zeros at each end of both axes [px], from 0 to half the window.
        count_include_pad: Whether the zeros of the padding count as pixels when the sum is divided.

    Returns:
        Shape (N, C, H', W'), with H' and W' as in `places`, the images' dtype (of whole numbers the
        default floating one) and device.

    Raises:
        ValueError: The images have not four axes, or the window does not fit.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4:
        raise ValueError(f"images must have the shape (N, C, H, W), got {tuple(images.shape)}")
    stride = kernel_size if stride is None else stride
    for size in images.shape[2:]:
        places(size, kernel_size, stride=stride, padding=padding)

    def sums(values: torch.Tensor) -> torch.Tensor:
        padded = F.pad(values, (padding,) * 4)
        return padded.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).sum(dim=(4, 5))

    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    pixels = kernel_size**2 if count_include_pad else sums(torch.ones_like(images[:1, :1]))
    return sums(images) / pixels
    ### END SOLUTION


# %% check="avg_pool2d" points=10
nines = torch.full((1, 1, 4, 4), 9.0)
with public_checks("avg_pool2d") as check:
    check.close(
        "windows of 2 side by side",
        lambda: avg_pool2d(picture, 2),
        torch.tensor([[[[2.5, 1], [1.75, 3.5]]]]),
        hint="the sum of a window, divided by its number of pixels",
    )
    check.close(
        "the padding counts",
        lambda: avg_pool2d(nines, 3, stride=2, padding=1)[0, 0],
        torch.tensor([[4.0, 6], [6, 9]]),
        hint="divide by 9 everywhere",
    )
    check.close(
        "the padding does not count",
        lambda: avg_pool2d(nines, 3, stride=2, padding=1, count_include_pad=False)[0, 0],
        torch.full((2, 2), 9.0),
        hint="pool a picture of ones in the same way: its sums are the numbers of pixels",
    )
    check.raises(
        "a window of 5 on 4 rows", ValueError, lambda: avg_pool2d(picture, 5), hint="as in max_pool2d"
    )


# %% exercise="max_pool2d_backward"
def max_pool2d_backward(
    grad_output: torch.Tensor, images: torch.Tensor, kernel_size: int, *, stride: int | None = None
) -> torch.Tensor:
    """Gradient of `max_pool2d` without padding, worked out by hand.

    Args:
        grad_output: Gradient of the loss with respect to the result, shape (N, C, H', W').
        images: What went in, shape (N, C, H, W).
        kernel_size: As it was in `max_pool2d`.
        stride: As it was in `max_pool2d`.

    Returns:
        Shape (N, C, H, W). Each number of `grad_output` went to the largest pixel of its window, of
        equals to the first in reading order: row by row, from left to right.

    Raises:
        ValueError: `grad_output` has not the shape of the result.
    """
    ### BEGIN SOLUTION
    stride = kernel_size if stride is None else stride
    N, C, H, W = images.shape
    rows, cols = (places(size, kernel_size, stride=stride) for size in (H, W))
    if grad_output.shape != (N, C, rows, cols):
        raise ValueError(
            f"grad_output must have the shape {(N, C, rows, cols)}, got {tuple(grad_output.shape)}"
        )
    grad_images = torch.zeros_like(images).flatten(2)
    for y in range(rows):
        for x in range(cols):
            top, left = y * stride, x * stride
            window = images[:, :, top : top + kernel_size, left : left + kernel_size]
            winner = window.flatten(2).argmax(dim=2, keepdim=True)  # of equals the first
            pixel = (top + winner // kernel_size) * W + left + winner % kernel_size
            grad_images.scatter_add_(2, pixel, grad_output[:, :, y, x, None])
    return grad_images.reshape(N, C, H, W)
    ### END SOLUTION


# %% check="max_pool2d_backward" points=12
peak = torch.tensor([[0.0, 0, 0], [0, 9, 0], [0, 0, 0]])[None, None]
g = torch.tensor([[[[10.0, 20], [30, 40]]]])
with public_checks("max_pool2d_backward") as check:
    check.close(
        "each number goes to the winner of its window",
        lambda: max_pool2d_backward(g, picture, 2)[0, 0],
        torch.tensor([[0.0, 10, 20, 0, 0], [0, 0, 0, 0, 0], [0, 0, 40, 0, 0], [0, 30, 0, 0, 0]]),
        hint="max_pool2d gave 5 2 / 3 7: where did these stand?",
    )
    check.close(
        "a pixel that wins in several windows",
        lambda: max_pool2d_backward(g, peak, 2, stride=1)[0, 0],
        torch.tensor([[0.0, 0, 0], [0, 100, 0], [0, 0, 0]]),
        hint="add up, do not assign",
    )
    check.close(
        "a tie",
        lambda: max_pool2d_backward(torch.ones(1, 1, 1, 1), torch.zeros(1, 1, 2, 2), 2)[0, 0],
        torch.tensor([[1.0, 0], [0, 0]]),
        hint="one pixel gets everything",
    )
    check.raises(
        "a gradient of another shape",
        ValueError,
        lambda: max_pool2d_backward(torch.ones(1, 1, 2, 3), picture, 2),
        hint="compare with the shape that max_pool2d gives",
    )


# %% exercise="global_avg_pool"
def global_avg_pool(images: torch.Tensor) -> torch.Tensor:
    """The mean of each map, whatever its size.

    Args:
        images: Shape (N, C, H, W).

    Returns:
        Shape (N, C), the images' dtype (of whole numbers the default floating one) and device.

    Raises:
        ValueError: The images have not four axes.
    """
    ### BEGIN SOLUTION
    if images.ndim != 4:
        raise ValueError(f"images must have the shape (N, C, H, W), got {tuple(images.shape)}")
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return images.mean(dim=(2, 3))
    ### END SOLUTION


# %% check="global_avg_pool" points=4
with public_checks("global_avg_pool") as check:
    check.close(
        "one map of 4 × 5, and the same tenfold",
        lambda: global_avg_pool(torch.cat([picture, 10 * picture], dim=1)),
        torch.tensor([[2.45, 24.5]]),
        hint="one mean for each image and channel, over both spatial axes",
    )
    check.shape(
        "three images, two channels, one pixel",
        lambda: global_avg_pool(torch.ones(3, 2, 1, 1)),
        (3, 2),
        hint="the spatial axes are gone: nothing is squeezed, nothing is kept",
    )

# %% choice="checkerboard" points=2
checkerboard = None  # "a", "b" or "c"
### BEGIN SOLUTION
checkerboard = "c"
### END SOLUTION


# %% exercise="blur_pool2d"
def blur_pool2d(images: torch.Tensor, *, stride: int = 2) -> torch.Tensor:
    """Blur each channel a little, then keep every `stride`-th pixel.

    The blur is the binomial (1 2 1) along both axes, divided by 16; at the border the image is
    reflected by one pixel, without repeating the border itself.

    Args:
        images: Shape (N, C, H, W), with H and W at least 2.
        stride: From one place to the next, along both axes [px], >= 1.

    Returns:
        Shape (N, C, H', W') with H' = 1 + (H - 1) // stride, W' likewise, the images' dtype (of whole
        numbers the default floating one) and device.

    Raises:
        ValueError: The images have not four axes, or a side of 1 px, in which nothing can be reflected.

    Source: Zhang, Making convolutional networks shift-invariant again (2019).
    """
    ### BEGIN SOLUTION
    if images.ndim != 4 or min(images.shape[2:]) < 2:
        raise ValueError(
            f"images must have the shape (N, C, H, W), H and W at least 2, got {tuple(images.shape)}"
        )
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    C = images.shape[1]
    taps = torch.tensor([1, 2, 1], dtype=images.dtype, device=images.device) / 4
    weight = (taps[:, None] * taps).expand(C, 1, 3, 3)
    return F.conv2d(F.pad(images, (1, 1, 1, 1), mode="reflect"), weight, stride=stride, groups=C)
    ### END SOLUTION


# %% check="blur_pool2d" points=10
dot = torch.zeros(1, 1, 5, 7)
dot[0, 0, 2, 3] = 16.0
with public_checks("blur_pool2d") as check:
    check.close(
        "one bright pixel, stride 1",
        lambda: blur_pool2d(dot, stride=1)[0, 0, 1:4, 2:5],
        torch.tensor([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]]),
        hint="(1 2 1) down times (1 2 1) across, divided by 16",
    )
    check.close(
        "stride 2 keeps every second pixel of that",
        lambda: blur_pool2d(dot)[0, 0],
        torch.tensor([[0.0, 0, 0, 0], [0, 2, 2, 0], [0, 0, 0, 0]]),
        hint="places 0, 2, 4, … of the blurred image",
    )
    check.close(
        "two channels that do not mix, and a border that stays as bright as the rest",
        lambda: blur_pool2d(torch.tensor([1.0, 5])[None, :, None, None].expand(1, 2, 4, 6)),
        torch.tensor([1.0, 5])[None, :, None, None].expand(1, 2, 2, 3),
        hint='groups=C keeps channels apart; F.pad(…, mode="reflect") makes the border',
    )
    check.close(
        "reflected, not repeated",
        lambda: blur_pool2d(torch.tensor([[[[0.0, 4, 4], [0, 4, 4]]]]), stride=1)[0, 0, :, 0],
        torch.tensor([2.0, 2]),
        hint="left of pixel 0 comes pixel 1 once more",
    )

# %% choice="stride-cost" points=2
stride_cost = None  # "a", "b" or "c"
### BEGIN SOLUTION
stride_cost = "a"
### END SOLUTION


# %% exercise="conv2d_macs"
def conv2d_macs(in_channels: int, out_channels: int, kernel_size: int, output_size: tuple[int, int]) -> int:
    """Multiply-accumulates of a convolution, for one image.

    Args:
        in_channels: Channels of the image.
        out_channels: Number of filters.
        kernel_size: Height and width of the filters [px].
        output_size: (H, W) of the maps that come out [px].

    Returns:
        How often a weight is multiplied and the product added; places on padding count, biases do not.
    """
    ### BEGIN SOLUTION
    H, W = output_size
    return H * W * out_channels * in_channels * kernel_size**2
    ### END SOLUTION


# %% check="conv2d_macs" points=5
with public_checks("conv2d_macs") as check:
    check.equal(
        "one filter of 3 × 3, one channel, one place", lambda: conv2d_macs(1, 1, 3, (1, 1)), 9, hint="3 · 3"
    )
    check.equal(
        "4 filters of 3 × 3 on 2 channels, maps of 5 × 10",
        lambda: conv2d_macs(2, 4, 3, (5, 10)),
        3600,
        hint="18 for each number that comes out",
    )


# %% exercise="trace_shapes"
def trace_shapes(layers: list[tuple], input_shape: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """Shape after each layer of a network, without running it.

    Args:
        layers: Each one ("conv", out_channels, kernel_size, stride, padding) or
            ("pool", kernel_size, stride, padding).
        input_shape: (C, H, W) of the image.

    Returns:
        (C, H, W) after each layer; the input's own shape is not among them.

    Raises:
        ValueError: A layer of another kind, or one whose window does not fit.
    """
    ### BEGIN SOLUTION
    C, H, W = input_shape
    shapes = []
    for layer in layers:
        match layer:
            case ("conv", C, kernel_size, stride, padding):
                pass
            case ("pool", kernel_size, stride, padding):
                pass
            case _:
                raise ValueError(f'a layer is ("conv", out, k, s, p) or ("pool", k, s, p), got {layer}')
        H, W = (places(size, kernel_size, stride=stride, padding=padding) for size in (H, W))
        shapes.append((C, H, W))
    return shapes
    ### END SOLUTION


# %% check="trace_shapes" points=8
with public_checks("trace_shapes") as check:
    check.equal(
        "a convolution that keeps the size, a pool that halves it",
        lambda: trace_shapes([("conv", 8, 3, 1, 1), ("pool", 2, 2, 0)], (1, 28, 20)),
        [(8, 28, 20), (8, 14, 10)],
        hint="a convolution changes the channels, a pool does not",
    )
    check.equal(
        "what is left over is dropped",
        lambda: trace_shapes([("pool", 2, 2, 0), ("pool", 3, 2, 1)], (5, 7, 9)),
        [(5, 3, 4), (5, 2, 2)],
        hint="each layer starts from the shape that the one before left",
    )
    check.raises(
        "a layer that nobody knows",
        ValueError,
        lambda: trace_shapes([("wool", 2, 2, 0)], (1, 8, 8)),
        hint="what happens in your last branch?",
    )


# %% exercise="network_macs"
def network_macs(layers: list[tuple], input_shape: tuple[int, int, int]) -> int:
    """Multiply-accumulates of all convolutions of a network, for one image.

    Args:
        layers: As in `trace_shapes`.
        input_shape: (C, H, W) of the image.

    Returns:
        The sum over the convolutions; pools multiply with no weight and count 0.

    Raises:
        ValueError: As `trace_shapes` does.
    """
    ### BEGIN SOLUTION
    shapes = [input_shape, *trace_shapes(layers, input_shape)]
    return sum(
        conv2d_macs(before[0], after[0], layer[2], after[1:])
        for layer, before, after in zip(layers, shapes, shapes[1:], strict=False)
        if layer[0] == "conv"
    )
    ### END SOLUTION


# %% check="network_macs" points=7
with public_checks("network_macs") as check:
    check.equal(
        "two convolutions with a pool between them",
        lambda: network_macs([("conv", 2, 3, 1, 1), ("pool", 2, 2, 0), ("conv", 4, 3, 1, 1)], (1, 8, 6)),
        864 + 864,
        hint="half the height and width, twice the channels in and out",
    )
    check.equal(
        "a pool alone multiplies nothing",
        lambda: network_macs([("pool", 2, 2, 0)], (3, 8, 8)),
        0,
        hint="only convolutions count",
    )


# %% exercise="shift_consistency"
def shift_consistency(
    predict: Callable[[torch.Tensor], torch.Tensor],
    images: torch.Tensor,
    max_shift: int,
    *,
    generator: torch.Generator,
) -> float:
    """Share of images whose label survives a random shift.

    Each image is moved by its own (dy, dx), both drawn uniformly from -max_shift … max_shift, 0
    included. Zeros come in, or what left on the other side.

    Args:
        predict: From images (N, C, H, W) to labels (N,).
        images: Shape (N, C, H, W), N >= 1.
        max_shift: Largest shift either way [px], >= 0.
        generator: Draws the shifts; on the CPU or on the images' device.

    Returns:
        From 0 to 1, a Python float.

    Raises:
        ValueError: There is no image, or max_shift is negative.
    """
    ### BEGIN SOLUTION
    if len(images) == 0 or max_shift < 0:
        raise ValueError(
            f"there must be an image, and max_shift must be at least 0, got {len(images)} and {max_shift}"
        )
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    shifted = [image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts, strict=True)]
    survived = predict(images) == predict(torch.stack(shifted))
    return survived.double().mean().item()
    ### END SOLUTION


# %% check="shift_consistency" points=8
bars = torch.zeros(200, 1, 9, 9)
bars[:, :, 4] = 1.0  # a bright row in the middle


def seeded(seed: int) -> torch.Generator:
    """A generator that starts from a seed."""
    return torch.Generator().manual_seed(seed)


def middle_row(images: torch.Tensor) -> torch.Tensor:
    """1 where the middle row is bright, else 0."""
    return (images[:, 0, 4].amax(dim=1) > 0.5).long()


with public_checks("shift_consistency") as check:
    check.equal(
        "who always says 3 is consistent",
        lambda: shift_consistency(lambda images: torch.full((len(images),), 3), bars, 2, generator=seeded(0)),
        1.0,
        hint="a Python float: .item()",
    )
    check.true(
        "a bright row stays in the middle in about one of three cases when it moves by −1, 0 or 1",
        lambda: 0.2 < shift_consistency(middle_row, bars, 1, generator=seeded(0)) < 0.47,
        hint="each image has its own shift, and 0 is one of them",
    )
    check.equal(
        "nothing moves by at most 0",
        lambda: shift_consistency(middle_row, bars, 0, generator=seeded(0)),
        1.0,
        hint="torch.randint leaves out its upper end",
    )
    check.true(
        "the same generator gives the same share",
        lambda: (
            shift_consistency(middle_row, bars, 3, generator=seeded(5))
            == shift_consistency(middle_row, bars, 3, generator=seeded(5))
        ),
        hint="draw with generator=generator, and nothing without it",
    )

# %% choice="same-cost" points=2
same_cost = None  # "a", "b" or "c"
### BEGIN SOLUTION
same_cost = "b"
### END SOLUTION


# %% exercise="build_reader"
def build_reader(
    downsample: str, *, in_channels: int = 1, num_classes: int = 10, width: int = 16
) -> nn.Module:
    """A convnet that halves its maps three times, in one of four ways.

    Three blocks with `width`, 2 · `width` and 4 · `width` channels: a 3 × 3 convolution, batch norm,
    ReLU. "stride" moves each convolution by 2. The others leave it at 1 and shrink its result, by
    the maximum ("max") or the mean ("avg") of windows, or by `blur_pool2d`, with or without a maximum
    at stride 1 before it ("blur"). Then a linear head.

    Args:
        downsample: "stride", "max", "avg" or "blur".
        in_channels: Channels of the images.
        num_classes: Number of logits.
        width: Channels of the first block.

    Returns:
        A module from images (N, in_channels, H, W), for any H and W from 8 on, to logits
        (N, num_classes). Counted in multiply-accumulates, "stride" costs less than half of "max",
        "avg" as much as "max", and "blur" at least that.

    Raises:
        ValueError: Another word for `downsample`.
    """
    ### BEGIN SOLUTION
    pools = {
        "stride": nn.Identity,
        "max": lambda: nn.MaxPool2d(3, stride=2, padding=1),
        "avg": lambda: nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False),
        "blur": lambda: nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), Apply(blur_pool2d)),
    }
    if downsample not in pools:
        raise ValueError(f"downsample must be one of {', '.join(pools)}, got {downsample!r}")
    stride = 2 if downsample == "stride" else 1
    layers, channels = [], in_channels
    for filters in (width, 2 * width, 4 * width):
        layers += [nn.Conv2d(channels, filters, 3, stride=stride, padding=1, bias=False)]
        layers += [nn.BatchNorm2d(filters), nn.ReLU(), pools[downsample]()]
        channels = filters
    head = [nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(16 * channels, num_classes)]
    return nn.Sequential(*layers, *head)
    ### END SOLUTION


# %% check="build_reader" points=10
with public_checks("build_reader") as check:
    for kind in ("stride", "max", "avg", "blur"):
        check.shape(
            f"{kind}: two images of 28 × 28",
            lambda kind=kind: build_reader(kind, width=4)(torch.rand(2, 1, 28, 28)),
            (2, 10),
            hint="one row of logits for each image",
        )
    check.shape(
        "three channels, 8 × 13 px, seven classes",
        lambda: build_reader("blur", in_channels=3, num_classes=7, width=4)(torch.rand(2, 3, 8, 13)),
        (2, 7),
        hint="the head must not depend on the size that is left: pool to a fixed one first",
    )
    check.raises(
        "another word",
        ValueError,
        lambda: build_reader("shrink"),
        hint="compare with the four words, first of all",
    )

# %% [markdown]
# ## In your own words

# %% [markdown] written="why-stride" points=6
# ### BEGIN SOLUTION
# **Rubric** (6 points)
# ### END SOLUTION
