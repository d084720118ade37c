"""Lets torch do it.
Fails: written by hand
"""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    return F.avg_pool2d(images, kernel_size, stride, padding, count_include_pad=count_include_pad)
