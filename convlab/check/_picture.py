"""A small picture of two images that should be the same: got, expected, difference."""

import torch

from convlab._display import image_tag

__all__ = ["compare_images"]


def compare_images(actual: torch.Tensor, expected: torch.Tensor) -> str:
    """An HTML image, with its description, of the places where two images disagree.

    Args:
        actual: (H, W) or (N, C, H, W); of a batch, the channel that is farthest off is shown.
        expected: The same shape.
    """
    got, wanted, which = _worst_channel(actual.double(), expected.double())
    off = (got - wanted).nan_to_num(posinf=0.0, neginf=0.0)
    row, column = divmod(int(off.abs().argmax()), off.shape[1])
    alt = (
        f"Three images{which}: what came, what was expected, and their difference, which reaches "
        f"{off.abs().max().item():.3g} at row {row}, column {column}"
    )
    return f'<div style="margin-left: 1.6em">{_draw(got, wanted, off, alt)}</div>'


def _worst_channel(actual: torch.Tensor, expected: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, str]:
    if actual.dim() == 2:
        return actual, expected, ""
    error = (actual - expected).abs().nan_to_num(nan=torch.inf).amax((2, 3))
    image, channel = divmod(int(error.argmax()), error.shape[1])
    return actual[image, channel], expected[image, channel], f" (image {image}, channel {channel})"


def _draw(got: torch.Tensor, wanted: torch.Tensor, off: torch.Tensor, alt: str) -> str:
    from matplotlib.figure import Figure

    finite = torch.cat([values[torch.isfinite(values)] for values in (got, wanted)])
    low, high = (finite.min().item(), finite.max().item()) if len(finite) else (0.0, 1.0)
    reach = off.abs().max().item() or 1.0
    figure = Figure(figsize=(6.3, 2.2), layout="constrained")
    panels = (
        ("got", got, "gray", low, high),
        ("expected", wanted, "gray", low, high),
        ("got − expected", off, "PuOr", -reach, reach),
    )
    for axes, (title, values, colours, vmin, vmax) in zip(figure.subplots(1, 3), panels, strict=True):
        drawn = axes.imshow(values.numpy(), cmap=colours, vmin=vmin, vmax=vmax, interpolation="nearest")
        axes.set_title(title, fontsize=10)
        axes.set_xticks([])
        axes.set_yticks([])
        figure.colorbar(drawn, ax=axes, shrink=0.8).ax.tick_params(labelsize=7)
    return image_tag(figure, alt=alt, dpi=80)
