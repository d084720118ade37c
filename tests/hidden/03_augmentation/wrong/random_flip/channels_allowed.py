"""Lets the channel axis pass when it is counted from the end.
Fails: other axes raise
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if not -3 <= dim <= 3 or dim in (0, 1):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = torch.rand(len(images), generator=generator, device=generator.device) < p
    return torch.where(flips[:, None, None, None].to(images.device), images.flip(dim), images)
