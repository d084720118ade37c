"""Multiplies by a mask of float32, which makes float32 of halves.
Fails: half precision
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = torch.rand(len(images), generator=generator, device=generator.device) < p
    mask = flips.float()[:, None, None, None].to(images.device)
    return mask * images.flip(dim) + (1 - mask) * images
