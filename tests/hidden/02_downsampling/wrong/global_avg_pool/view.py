"""Needs contiguous images.
Fails: input is left alone
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return images.view(*images.shape[:2], -1).mean(dim=2)
