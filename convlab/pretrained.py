"""Networks that have learned something else already: the letters reader, and one for photos."""

from collections import OrderedDict
from pathlib import Path
from typing import Literal
from urllib.error import URLError

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from convlab.data import UPPER
from convlab.models import conv_reader

__all__ = ["LETTERS", "WeightsUnavailableError", "letters_reader", "new_letters_reader", "photo_reader"]

LETTERS = Path(__file__).parent / "assets" / "letters_reader.safetensors"

_WIDTH = 12  # channels of the first block
# Mean and standard deviation of red, green and blue that ResNet's weights expect, from torchvision's docs.
_PHOTO_MEAN, _PHOTO_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class WeightsUnavailableError(RuntimeError):
    """The weights could not be fetched; the message says what to do."""


def new_letters_reader() -> nn.Sequential:
    """The letters reader before it has learned anything: the architecture alone."""
    return conv_reader(len(UPPER), width=_WIDTH, down="stride")


def letters_reader() -> nn.Sequential:
    """A convnet that reads the 26 capital letters, trained by `python -m convlab.build_letters`.

    Its accuracy stands in the model card beside the weights, `assets/letters_reader.md`.

    Returns:
        A module from (N, 1, 28, 28) images to (N, 26) logits, float32, in eval mode, with the
        children block1, block2, block3, flatten and head. Each call gives a new one.
    """
    model = new_letters_reader()
    model.load_state_dict(load_file(LETTERS))  # copies half precision into float32
    return model.eval()


def photo_reader(*, weights: Literal["DEFAULT"] | None = "DEFAULT", size: int = 64) -> nn.Sequential:
    """ResNet-18 of torchvision, as a chain of children that takes the images of this course.

    Args:
        weights: "DEFAULT" fetches the published weights, learned on a million photos (ImageNet), once
            and keeps them; None leaves random ones and needs no network.
        size: Height and width to which images are brought first [px].

    Returns:
        A module from (N, 1 or 3, H, W) images in [0, 1] to (N, 1000) logits, in eval mode, with the
        children prepare, conv1, bn1, relu, maxpool, layer1 … layer4, avgpool, flatten and fc.

    Raises:
        WeightsUnavailableError: The weights could not be fetched.

    Source: He et al., Deep residual learning for image recognition (2016).
    """
    from torchvision.models import resnet18

    try:
        network = resnet18(weights=weights)
    except (URLError, OSError) as error:
        raise WeightsUnavailableError(
            "ResNet-18's weights could not be fetched. Check your connection and try again; "
            "letters_reader() and photo_reader(weights=None) work without a network."
        ) from error
    children = OrderedDict[str, nn.Module](prepare=_Prepare(size), **dict(network.named_children()))
    children["flatten"] = nn.Flatten()  # ResNet calls torch.flatten here, which is no child
    children.move_to_end("fc")
    return nn.Sequential(children).eval()


class _Prepare(nn.Module):
    """Colour, size and range that a network for photos expects."""

    mean: torch.Tensor
    std: torch.Tensor

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size
        self.register_buffer("mean", torch.tensor(_PHOTO_MEAN).view(3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(_PHOTO_STD).view(3, 1, 1), persistent=False)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        images = F.interpolate(images, size=(self.size, self.size), mode="bilinear", align_corners=False)
        return (images - self.mean) / self.std  # one grey channel becomes three
