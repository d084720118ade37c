"""Decides once for the whole batch.
Fails: each image by itself
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    if torch.rand((), generator=generator, device=generator.device) < p:
        return images.flip(dim)
    return images.clone()
