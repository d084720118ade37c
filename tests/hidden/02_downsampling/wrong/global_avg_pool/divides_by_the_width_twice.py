"""Takes every image for square.
Fails: values
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return images.sum(dim=(2, 3)) / images.shape[3] ** 2
