"""Makes a generator of its own from the seed of the given one: every call draws the same.
Fails: generator
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    own = torch.Generator().manual_seed(generator.initial_seed())
    flips = torch.rand(len(images), generator=own) < p
    return torch.where(flips[:, None, None, None].to(images.device), images.flip(dim), images)
