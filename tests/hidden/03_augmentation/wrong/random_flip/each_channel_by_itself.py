"""Decides for each channel, and tears colours apart.
Fails: axes
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = torch.rand(*images.shape[:2], generator=generator, device=generator.device) < p
    return torch.where(flips[:, :, None, None].to(images.device), images.flip(dim), images)
