"""Makes a generator of its own from the seed of the given one: every call draws the same.
Fails: generator
"""


def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    generator = torch.Generator(device=generator.device).manual_seed(generator.initial_seed())
    share = torch.rand(2, len(images), 1, 1, 1, generator=generator, device=generator.device).to(images)
    c = 1 - contrast + 2 * contrast * share[0]
    b = brightness * (2 * share[1] - 1)
    mean = images.mean((1, 2, 3), keepdim=True)
    return ((images - mean) * c + mean + b).clamp(0, 1)
