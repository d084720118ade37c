"""Needs contiguous images.
Fails: input is left alone
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ValueError("std is zero")
    n, c, h, w = images.shape
    flat = images.view(n, c, h * w)
    mean, std = (v.to(images.dtype)[:, None] for v in (mean, std))
    return ((flat - mean) / std).view(n, c, h, w)
