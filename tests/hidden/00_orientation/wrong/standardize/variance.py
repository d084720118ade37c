"""Divides by the variance.
Fails: each channel has its own statistics
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ValueError("std is zero")
    mean, std = (v.to(images.dtype).reshape(-1, 1, 1) for v in (mean, std))
    return (images - mean) / std**2
