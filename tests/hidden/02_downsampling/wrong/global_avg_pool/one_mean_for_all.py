"""Takes one mean over everything.
Fails: values
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return images.mean().expand(images.shape[:2])
