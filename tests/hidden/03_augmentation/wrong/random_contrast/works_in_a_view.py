"""Subtracts the mean in place from a flattened view, which is the caller's memory (contiguous images are changed).
Fails: input is left alone
"""


def random_contrast(
    images: torch.Tensor, *, brightness: float = 0.0, contrast: float = 0.0, generator: torch.Generator
) -> torch.Tensor:
    c = uniform(1 - contrast, 1 + contrast, images, generator=generator)[:, None]
    b = uniform(-brightness, brightness, images, generator=generator)[:, None]
    flat = images.flatten(1)
    mean = flat.mean(dim=1, keepdim=True)
    flat -= mean
    return (flat * c + mean + b).clamp(0, 1).reshape(images.shape)
