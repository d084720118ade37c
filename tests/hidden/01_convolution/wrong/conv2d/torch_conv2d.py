"""Lets torch do it.
Fails: written by hand
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    return F.conv2d(images, weight, bias, stride=stride, padding=padding)
