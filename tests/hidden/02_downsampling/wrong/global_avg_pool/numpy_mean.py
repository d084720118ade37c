"""Goes through NumPy.
Fails: device parity
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return torch.from_numpy(images.numpy().mean(axis=(2, 3)))
