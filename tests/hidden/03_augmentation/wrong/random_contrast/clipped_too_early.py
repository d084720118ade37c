"""Clips before b is added, and again after it.
Fails: clipped line
"""


def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    share = torch.rand(2, len(images), 1, 1, 1, generator=generator, device=generator.device).to(images)
    c = 1 - contrast + 2 * contrast * share[0]
    b = brightness * (2 * share[1] - 1)
    mean = images.mean((1, 2, 3), keepdim=True)
    return (((images - mean) * c + mean).clamp(0, 1) + b).clamp(0, 1)
