"""Needs contiguous images.
Fails: input is left alone
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))

    N, C, H, W = images.shape
    windows = images.view(N * C, H, W).unfold(1, kernel_size, stride).unfold(2, kernel_size, stride)
    largest = windows.amax(dim=(3, 4))
    return largest.view(N, C, *largest.shape[1:])
