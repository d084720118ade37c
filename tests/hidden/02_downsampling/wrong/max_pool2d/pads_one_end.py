"""Pads at the bottom and on the right only.
Fails: padding
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (0, padding, 0, padding), value=float("-inf"))
    return images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax(dim=(4, 5))
