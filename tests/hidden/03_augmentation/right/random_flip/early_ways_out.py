"""Needs no number at p = 0 and p = 1, and then returns what it has."""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    if p == 0:
        return images
    if p == 1:
        return torch.flip(images, (dim,))
    keep = torch.rand(images.shape[0], 1, 1, 1, generator=generator, device=generator.device) >= p
    return torch.where(keep.to(images.device), images, torch.flip(images, (dim,)))
