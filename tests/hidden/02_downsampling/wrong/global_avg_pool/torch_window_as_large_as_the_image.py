"""Lets torch pool with a window as large as the image.
Fails: written by hand
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return F.avg_pool2d(images, images.shape[2:]).flatten(1)
