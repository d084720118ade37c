"""Pools with square blocks first, and loses the rest of oblong maps.
Fails: values
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    k = min(images.shape[2:])
    return images[:, :, :k, :k].mean(dim=(2, 3))
