"""Draws one of 25 values of b.
Fails: brightnesses
"""


def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    share = torch.rand(2, len(images), 1, 1, 1, generator=generator, device=generator.device).to(images)
    c = 1 - contrast + 2 * contrast * share[0]
    b = brightness * (2 * (share[1] * 25).floor().clamp(max=24) / 24 - 1)
    mean = images.mean((1, 2, 3), keepdim=True)
    return ((images - mean) * c + mean + b).clamp(0, 1)
