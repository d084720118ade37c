"""Lets torch do it.
Fails: written by hand
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    return F.max_pool2d(images, kernel_size, stride=stride, padding=padding)
