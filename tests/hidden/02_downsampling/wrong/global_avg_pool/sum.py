"""Forgets to divide.
Fails: values
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return images.sum(dim=(2, 3))
