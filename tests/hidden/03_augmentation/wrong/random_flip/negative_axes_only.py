"""Refuses 2 and 3.
Fails: axes
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2):
        raise ValueError(f"dim must be -1 or -2, got {dim}")
    flips = torch.rand(len(images), generator=generator, device=generator.device) < p
    return torch.where(flips[:, None, None, None].to(images.device), images.flip(dim), images)
