"""Lets torch's adaptive pooling do it.
Fails: written by hand
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return F.adaptive_avg_pool2d(images, 1).flatten(1)
