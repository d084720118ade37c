"""Broadcasts the statistics along the batch when it is as long.
Fails: each channel has its own statistics
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ValueError("std is zero")
    mean, std = mean.to(images.dtype), std.to(images.dtype)
    axis = list(images.shape).index(len(mean))
    shape = [-1 if k == axis else 1 for k in range(4)]
    return (images - mean.reshape(shape)) / std.reshape(shape)
