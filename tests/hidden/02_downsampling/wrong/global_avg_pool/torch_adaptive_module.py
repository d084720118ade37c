"""Lets torch's adaptive module do it.
Fails: written by hand
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return nn.AdaptiveAvgPool2d((1, 1))(images)[:, :, 0, 0]
