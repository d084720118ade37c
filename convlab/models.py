"""The small readers that the notebooks compare: one dense, some convolutional."""

from collections import OrderedDict
from typing import Literal, get_args

from torch import nn

__all__ = ["Downsampling", "conv_reader", "count_parameters", "dense_reader"]

Downsampling = Literal["max", "avg", "stride", "global max"]

_PIXELS = 28 * 28
_PLACES = 4 * 4  # what three halvings, rounded up, leave of 28 × 28


def dense_reader(num_classes: int = 10, hidden: int = 64) -> nn.Sequential:
    """A network that sees 784 unrelated pixels: flatten, hidden, ReLU, head.

    Args:
        num_classes: Number of logits.
        hidden: Width of the hidden layer.

    Returns:
        A module from (N, 1, 28, 28) images to (N, num_classes) logits.
    """
    return nn.Sequential(
        OrderedDict(
            flatten=nn.Flatten(),
            hidden=nn.Linear(_PIXELS, hidden),
            relu=nn.ReLU(),
            head=nn.Linear(hidden, num_classes),
        )
    )


def conv_reader(num_classes: int = 10, width: int = 8, down: Downsampling = "max") -> nn.Sequential:
    """A convnet of three blocks with `width`, twice and four times as many channels.

    "max", "avg" and "stride" name the way each block halves its map; the head then sees the
    16 places that are left. "global max" keeps only how strongly each channel fired, wherever
    it did, so that it hardly minds where the character stands.

    Args:
        num_classes: Number of logits.
        width: Channels of the first block.
        down: How maps are shrunk.

    Returns:
        A module from (N, 1, 28, 28) images to (N, num_classes) logits, with the children block1,
        block2, block3, flatten and head.

    Raises:
        ValueError: Another word for `down`.
    """
    if down not in get_args(Downsampling):
        raise ValueError(f"down is one of {', '.join(get_args(Downsampling))}, not {down!r}")
    if down == "global max":
        blocks = _searching_blocks(width)
        features = 4 * width
    else:
        blocks = [_block(1, width, down), _block(width, 2 * width, down), _block(2 * width, 4 * width, down)]
        features = 4 * width * _PLACES
    named = {f"block{number}": block for number, block in enumerate(blocks, start=1)}
    head = nn.Linear(features, num_classes)
    return nn.Sequential(OrderedDict[str, nn.Module](**named, flatten=nn.Flatten(), head=head))


def _block(in_channels: int, out_channels: int, down: Downsampling) -> nn.Sequential:
    """3 × 3 convolution, batch norm, ReLU, and half the height and width, rounded up."""
    stride = 2 if down == "stride" else 1
    layers = OrderedDict[str, nn.Module](
        conv=nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1, bias=False),
        norm=nn.BatchNorm2d(out_channels),
        relu=nn.ReLU(),
    )
    if down == "max":
        layers["pool"] = nn.MaxPool2d(2, ceil_mode=True)
    if down == "avg":
        layers["pool"] = nn.AvgPool2d(2, ceil_mode=True)
    return nn.Sequential(layers)


def _searching_blocks(width: int) -> list[nn.Sequential]:
    """Wider kernels without batch norm, and in the end the strongest place of each channel."""
    pools = (nn.MaxPool2d(2), nn.MaxPool2d(2), nn.AdaptiveMaxPool2d(1))
    channels, kernels = (1, width, 2 * width, 4 * width), (5, 5, 3)
    blocks = []
    for index, (kernel_size, pool) in enumerate(zip(kernels, pools, strict=True)):
        conv = nn.Conv2d(channels[index], channels[index + 1], kernel_size, padding=kernel_size // 2)
        blocks.append(nn.Sequential(OrderedDict[str, nn.Module](conv=conv, relu=nn.ReLU(), pool=pool)))
    return blocks


def count_parameters(model: nn.Module) -> int:
    """Number of trainable weights."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
