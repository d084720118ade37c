"""Lets the dtype of the statistics win.
Fails: dtype of the images stays
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ValueError("std is zero")
    return (images - mean[:, None, None]) / std[:, None, None]
