"""Keeps torch's pooling outside of the function.
Fails: written by hand
"""

shrink = nn.AdaptiveAvgPool2d(1)


def global_avg_pool(images):
    return shrink(images).flatten(1)
