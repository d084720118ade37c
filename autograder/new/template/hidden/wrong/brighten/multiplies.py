"""Contrast for brightness: bright pixels get more than dark ones.
Fails: adds to every pixel
"""


def brighten(images, amount):
    return (images * (1 + amount)).clamp(0, 1)
