"""Refuses integer images.
Fails: integer images
"""


def standardize(images, mean, std):
    if mean.shape != images.shape[1:2] or std.shape != images.shape[1:2]:
        raise ValueError("one mean and one std for each channel, please")
    if (std == 0).any():
        raise ValueError("std is zero")
    if not images.is_floating_point():
        raise TypeError("floating images, please")
    mean, std = (v.to(images)[:, None, None] for v in (mean, std))
    return (images - mean) / std
