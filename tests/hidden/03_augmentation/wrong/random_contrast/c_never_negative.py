"""Clips the lower end of c at 0.
Fails: contrasts
"""


def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    share = torch.rand(2, len(images), 1, 1, 1, generator=generator, device=generator.device).to(images)
    low = max(0.0, 1 - contrast)
    c = low + (1 + contrast - low) * share[0]
    b = brightness * (2 * share[1] - 1)
    mean = images.mean((1, 2, 3), keepdim=True)
    return ((images - mean) * c + mean + b).clamp(0, 1)
