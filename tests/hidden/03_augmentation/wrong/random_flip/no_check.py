"""Mirrors channels or the batch when it is asked to.
Fails: other axes raise
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    flips = torch.rand(len(images), generator=generator, device=generator.device) < p
    return torch.where(flips[:, None, None, None].to(images.device), images.flip(dim), images)
