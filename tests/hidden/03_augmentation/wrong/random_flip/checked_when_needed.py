"""Looks at the axis only when an image is to be mirrored.
Fails: other axes raise
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    flips = torch.rand(len(images), generator=generator, device=generator.device) < p
    if not flips.any():
        return images.clone()
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    return torch.where(flips[:, None, None, None].to(images.device), images.flip(dim), images)
