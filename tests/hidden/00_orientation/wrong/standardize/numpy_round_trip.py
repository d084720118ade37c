"""Goes through NumPy.
Fails: device parity
"""


def standardize(images, mean, std):
    if (std == 0).any():
        raise ValueError("std is zero")
    mean, std = (v.to(images.dtype).numpy()[:, None, None] for v in (mean, std))
    return torch.from_numpy((images.numpy() - mean) / std)
