"""Puts the means back into integers.
Fails: integer images
"""


def global_avg_pool(images):
    return images.double().mean(dim=(2, 3)).to(images.dtype)
