"""A pooling along three axes, one of them with a window of 1.
Fails: written by hand
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    return F.max_pool3d(images, (1, kernel_size, kernel_size), (1, stride, stride), (0, padding, padding))
