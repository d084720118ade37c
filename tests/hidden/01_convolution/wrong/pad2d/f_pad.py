"""Lets torch pad.
Fails: written by hand
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    return F.pad(images, (left, right, top, bottom), value=value)
