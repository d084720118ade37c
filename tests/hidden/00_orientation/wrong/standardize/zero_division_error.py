"""Raises ZeroDivisionError.
Fails: zero std raises
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ZeroDivisionError("std is zero")
    mean, std = (v.to(images.dtype).reshape(-1, 1, 1) for v in (mean, std))
    return (images - mean) / std
