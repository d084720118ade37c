"""Gives float64 for everything.
Fails: dtype is kept
"""


def global_avg_pool(images):
    return images.double().mean(dim=(2, 3))
