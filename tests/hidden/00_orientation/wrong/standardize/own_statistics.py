"""Uses the images' own mean and std.
Fails: each channel has its own statistics
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ValueError("std is zero")
    mean, std = images.mean((0, 2, 3), keepdim=True), images.std((0, 2, 3), keepdim=True)
    return (images - mean) / std
