"""Gives the padded images.
Fails: windows
"""


def random_crop(images, padding, *, generator):
    return F.pad(images, (padding,) * 4)
