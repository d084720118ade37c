"""Divides the images in place.
Fails: input is left alone
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    images /= images.shape[2] * images.shape[3]
    return images.sum(dim=(2, 3))
