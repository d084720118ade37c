"""Swaps rows and columns, as far as they go.
Fails: axes
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = (torch.rand(len(images), generator=generator, device=generator.device) < p).tolist()
    turned = images.transpose(2, 3).reshape(images.shape)
    return torch.stack([t if flip else i for t, i, flip in zip(turned, images, flips, strict=True)])
