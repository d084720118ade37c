"""Well-known data sets, through torchvision's loaders, for those who are online."""

from pathlib import Path
from urllib.error import URLError

import torch

__all__ = ["DatasetUnavailableError", "torchvision_dataset"]

_NAMES = ("MNIST", "FashionMNIST", "CIFAR10")


class DatasetUnavailableError(RuntimeError):
    """The data set is not on disk, or could not be fetched; the message says what to do."""


def torchvision_dataset(
    name: str, *, train: bool = True, root: str | Path = "data", download: bool = False
) -> tuple[torch.Tensor, torch.Tensor]:
    """All images of one of torchvision's data sets.

    Args:
        name: "MNIST", "FashionMNIST" or "CIFAR10".
        train: The training part, or else the test part.
        root: Folder that holds the data sets.
        download: Fetch the data set when it is not there.

    Returns:
        images: (N, C, H, W) float32 in [0, 1]; (N, 1, 28, 28), or (N, 3, 32, 32) for CIFAR10.
        labels: (N,) int64.

    Raises:
        ValueError: Another name.
        DatasetUnavailableError: It is not in `root`, or cannot be fetched.
    """
    if name not in _NAMES:
        raise ValueError(f"name is one of {', '.join(_NAMES)}, not {name!r}")
    from torchvision import datasets

    try:
        loaded = getattr(datasets, name)(root=root, train=train, download=download)
    except (RuntimeError, URLError, OSError) as error:
        raise DatasetUnavailableError(_what_to_do(name, root, download)) from error
    images = torch.as_tensor(loaded.data)
    images = images[:, None] if images.dim() == 3 else images.permute(0, 3, 1, 2)
    return images.float().div_(255).contiguous(), torch.as_tensor(loaded.targets, dtype=torch.int64)


def _what_to_do(name: str, root: str | Path, download: bool) -> str:
    folder = Path(root).resolve()
    offline = "convlab.data.handwriting() and convlab.data.sample(…) work without a network"
    if download:
        return f"{name} could not be fetched into {folder}. Check your connection and try again; {offline}."
    fetch = f'torchvision_dataset("{name}", root="{root}", download=True)'
    return f"{name} is not in {folder}. Run {fetch} once while you are online; {offline}."
