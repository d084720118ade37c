"""Sums bytes as bytes.
Fails: integer images
"""


def global_avg_pool(images):
    return images.sum(dim=(2, 3), dtype=images.dtype) / (images.shape[2] * images.shape[3])
