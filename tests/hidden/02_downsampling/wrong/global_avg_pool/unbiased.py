"""Divides by one pixel less, as a variance would.
Fails: any size
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    pixels = images.shape[2] * images.shape[3]
    return images.sum(dim=(2, 3)) / (pixels - 1)
