"""The notebook's own conv2d, and a maximum for each filter first."""

from typing import NamedTuple


class Reading(NamedTuple):
    labels: torch.Tensor
    rows: torch.Tensor
    cols: torch.Tensor


def read_glyphs(images, filters):
    if images.ndim != 4 or filters.ndim != 4 or images.shape[1] != 1 or filters.shape[1] != 1:
        raise ValueError("images (N, 1, H, W) and filters (K, 1, h, w), please")
    with torch.no_grad():
        maps = conv2d(images, filters)
    strongest, place = maps.flatten(2).max(dim=2)
    labels = strongest.argmax(dim=1)
    place = place.gather(1, labels[:, None]).squeeze(1)
    width = maps.shape[-1]
    return Reading(labels, torch.div(place, width, rounding_mode="floor"), place.remainder(width))
