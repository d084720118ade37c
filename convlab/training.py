"""Train a small network and measure it, the same way in every notebook."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import nn

from convlab.progress import track

__all__ = ["accuracy", "train"]

_WEIGHT_DECAY = 1e-4
_WARM_UP = 0.2  # share of the steps in which the learning rate rises
_EVALUATION_BATCH = 512


@contextmanager
def _mode(model: nn.Module, *, training: bool) -> Iterator[None]:
    """Put the model in one mode, and every module back into its own afterwards."""
    before = {module: module.training for module in model.modules()}
    model.train(training)
    try:
        yield
    finally:
        for module, mode in before.items():
            module.training = mode


def train(
    model: nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    *,
    epochs: int,
    lr: float,
    batch_size: int = 64,
    seed: int = 0,
    progress: bool = False,
) -> list[float]:
    """Train with cross-entropy, AdamW and a one-cycle learning rate.

    Each epoch goes through the images in a new order and leaves out an incomplete last batch.
    Where the model's layers draw no random numbers, `seed` alone sets the result.

    Args:
        model: From images to (N, K) logits; trained in place, its mode as found afterwards.
        images: (N, C, H, W) on the model's device.
        labels: (N,) int64, or (N, K) shares of each class, as mixup makes them.
        epochs: Passes over the images, >= 1.
        lr: Highest learning rate; 5e-3 to 1e-2 suits the readers of `convlab.models`.
        batch_size: Images in a step.
        seed: Sets the order of the images.
        progress: Print the loss of each epoch.

    Returns:
        Mean loss of each epoch.

    Raises:
        ValueError: No image, no epoch, or as many labels as there are not images.

    Source: Loshchilov & Hutter, Decoupled weight decay regularization (2019); Smith & Topin,
    Super-convergence (2018).
    """
    if epochs < 1 or batch_size < 1:
        raise ValueError(f"epochs and batch_size are at least 1, not {epochs} and {batch_size}")
    if len(images) == 0 or len(images) != len(labels):
        raise ValueError(f"as many labels as images, and one at least; came: {len(labels)}, {len(images)}")
    batches = max(1, len(images) // batch_size)
    optimizer = torch.optim.AdamW(_trainable(model), lr=lr, weight_decay=_WEIGHT_DECAY)
    steps = epochs * batches
    # Where the rise would last for exactly one step, torch divides by 0.
    warm_up = _WARM_UP * (1.01 if steps * _WARM_UP == 1 else 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, total_steps=steps, pct_start=warm_up)
    generator = torch.Generator().manual_seed(seed)
    losses = []
    with _mode(model, training=True):
        for epoch in track(range(epochs), "training"):
            order = torch.randperm(len(images), generator=generator).to(images.device)
            total = 0.0
            for batch in range(batches):
                chosen = order[batch * batch_size : (batch + 1) * batch_size]
                total += _step(model, images[chosen], labels[chosen], optimizer)
                schedule.step()
            losses.append(total / batches)
            if progress:
                print(f"epoch {epoch + 1} of {epochs}: loss {losses[-1]:.3f}")
    return losses


def _trainable(model: nn.Module) -> list[nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def _step(
    model: nn.Module, images: torch.Tensor, labels: torch.Tensor, optimizer: torch.optim.Optimizer
) -> float:
    """One update; the loss before it."""
    loss = F.cross_entropy(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


@torch.no_grad()
def accuracy(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> float:
    """Share of images that the model reads as their label, in eval mode.

    Args:
        model: From images to (N, K) logits; its mode as found afterwards.
        images: (N, C, H, W), N >= 1.
        labels: (N,) int64.

    Raises:
        ValueError: No image, or as many labels as there are not images.
    """
    if len(images) == 0 or len(images) != len(labels):
        raise ValueError(f"as many labels as images, and one at least; came: {len(labels)}, {len(images)}")
    with _mode(model, training=False):
        parts = range(0, len(images), _EVALUATION_BATCH)
        read = torch.cat([model(images[i : i + _EVALUATION_BATCH]).argmax(1) for i in parts])
    return (read == labels).double().mean().item()
