"""Choose where tensors live, and try code on an accelerator that need not be there."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import torch
from torch import nn
from torch.utils._pytree import tree_leaves, tree_map_only

from convlab import simulated_device

__all__ = ["accelerator", "any_elsewhere", "move", "pick_device"]

_T = TypeVar("_T")


def pick_device() -> torch.device:
    """The fastest device of this machine: a CUDA GPU, else Apple's (mps), else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


@contextmanager
def accelerator(copies: list[int] | None = None) -> Iterator[torch.device]:
    """This machine's accelerator, or where there is none a simulated one that holds real data.

    Where this version of torch cannot simulate one, the meta device: shapes and dtypes without values.

    Args:
        copies: Gets the number of elements of each tensor that is copied from the simulated device to the
            CPU; a real one cannot be watched.
    """
    device = pick_device()
    if device.type != "cpu":
        with _all_bits():
            yield device
        return
    if not simulated_device.available():
        yield torch.device("meta")
        return
    with simulated_device.activate() as traffic:
        yield torch.device(simulated_device.NAME, 0)
    if copies is not None:
        copies += map(math.prod, traffic.to_cpu)


@contextmanager
def _all_bits() -> Iterator[None]:
    """Without TensorFloat-32, which keeps 10 bits of a float32's fraction: parity cannot be told from it."""
    matmul, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
    before = matmul.allow_tf32, cudnn.allow_tf32
    matmul.allow_tf32 = cudnn.allow_tf32 = False
    try:
        yield
    finally:
        matmul.allow_tf32, cudnn.allow_tf32 = before


def move(value: _T, device: torch.device | str) -> _T:
    """Move tensors, also inside lists, tuples and dicts, to a device; modules in place.

    A leaf that requires a gradient comes back as one.
    """

    def moved(tensor: torch.Tensor) -> torch.Tensor:
        copy = tensor.detach().to(device)
        return copy.requires_grad_(tensor.requires_grad) if tensor.is_leaf else copy

    if isinstance(value, nn.Module):
        return value.to(device)
    result: _T = tree_map_only(torch.Tensor, moved, value)
    return result


def any_elsewhere(value: object, device: torch.device) -> bool:
    """Whether any tensor inside lists, tuples and dicts lives on another kind of device."""
    return any(
        isinstance(leaf, torch.Tensor) and leaf.device.type != device.type for leaf in tree_leaves(value)
    )
