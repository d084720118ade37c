"""Reads the pixels backwards starting one too early.
Fails: axes
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = torch.rand(len(images), generator=generator, device=generator.device) < p
    backwards = -torch.arange(images.shape[dim], device=images.device)
    mirrored = images.index_select(dim, backwards % images.shape[dim])
    return torch.where(flips[:, None, None, None].to(images.device), mirrored, images)
