"""Collects the result on the CPU.
Fails: device parity
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ValueError("std is zero")
    result = torch.empty(images.shape, dtype=images.dtype)
    for c in range(images.shape[1]):
        result[:, c] = (images[:, c] - mean[c].item()) / std[c].item()
    return result
