"""Counts dim in (C, H, W): 2 becomes the width.
Fails: axes
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = (torch.rand(len(images), generator=generator, device=generator.device) < p).tolist()
    dim = {2: -1, 3: -1}.get(dim, dim)
    return torch.stack([i.flip(dim) if flip else i for i, flip in zip(images, flips, strict=True)])
