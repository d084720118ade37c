"""Mirrors int(p · N) images: none at all of a batch of one.
Fails: share
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    chosen = torch.randperm(len(images), generator=generator, device=generator.device)
    chosen = chosen[: int(p * len(images))].to(images.device)
    output = images.clone()
    output[chosen] = images[chosen].flip(dim)
    return output
