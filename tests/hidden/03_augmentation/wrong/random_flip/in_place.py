"""Mirrors within the images that it was given.
Fails: input is left alone
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = (torch.rand(len(images), generator=generator, device=generator.device) < p).to(images.device)
    images[flips] = images[flips].flip(dim)
    return images
