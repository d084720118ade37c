"""Collects the means on the CPU.
Fails: device parity
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    means = torch.empty(images.shape[:2], dtype=images.dtype)
    for n, image in enumerate(images):
        for c, channel in enumerate(image):
            means[n, c] = channel.mean().item()
    return means
