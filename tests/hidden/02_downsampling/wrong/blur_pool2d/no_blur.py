"""Only drops pixels.
Fails: binomial weights
"""


def blur_pool2d(images, *, stride=2):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return images[:, :, ::stride, ::stride]
