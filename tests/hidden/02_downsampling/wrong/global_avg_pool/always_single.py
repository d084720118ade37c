"""Gives float32 for everything.
Fails: dtype is kept
"""


def global_avg_pool(images):
    return images.float().mean(dim=(2, 3))
