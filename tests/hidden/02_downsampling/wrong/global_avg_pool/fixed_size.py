"""Knows maps of 4 × 4 only.
Fails: any size
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return (
        images.mean(dim=(2, 3)) * (images.shape[2] > 1)
        if images.shape[2] != images.shape[3]
        else images.mean(dim=(2, 3))
    )
