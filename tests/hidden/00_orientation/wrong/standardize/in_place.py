"""Overwrites the caller's images.
Fails: input is left alone
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ValueError("std is zero")
    images -= mean.to(images.dtype).reshape(-1, 1, 1)
    images /= std.to(images.dtype).reshape(-1, 1, 1)
    return images
