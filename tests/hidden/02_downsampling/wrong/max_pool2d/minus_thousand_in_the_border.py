"""Pads with what is low enough for pictures only.
Fails: negative images under padding
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=-1000.0)
    return images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax(dim=(4, 5))
