"""Rounds numbers to tenths, so that some reach 1.
Fails: none and all
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    numbers = (torch.rand(len(images), generator=generator, device=generator.device) * 10).round() / 10
    flips = (numbers < p).to(images.device)
    return torch.where(flips[:, None, None, None], images.flip(dim), images)
