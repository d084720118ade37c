"""Keeps the spatial axes with length 1.
Fails: values
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return images.mean(dim=(2, 3), keepdim=True)
