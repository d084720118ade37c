"""Pads by half the window, whatever padding is asked for.
Fails: padding
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    padding = kernel_size // 2 if padding else 0
    padded = F.pad(images, (padding,) * 4, value=float("-inf"))
    return padded.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax(dim=(4, 5))
