"""Is done with p = 0 and p = 1 before it looks at the axis.
Fails: other axes raise
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if p == 0:
        return images.clone()
    if p == 1 and -4 <= dim < 4:
        return images.flip(dim)
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = torch.rand(len(images), generator=generator, device=generator.device) < p
    return torch.where(flips[:, None, None, None].to(images.device), images.flip(dim), images)
