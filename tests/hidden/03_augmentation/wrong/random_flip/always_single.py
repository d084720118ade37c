"""Mixes by a float32 mask: float64 images lose digits and their dtype.
Fails: input is left alone
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = (torch.rand(len(images), generator=generator, device=generator.device) < p).to(images.device)
    flips = flips.float()[:, None, None, None]
    return flips * images.float().flip(dim) + (1 - flips) * images.float()
