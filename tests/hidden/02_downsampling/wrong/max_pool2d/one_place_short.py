"""Forgets the last window.
Fails: windows side by side
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))

    windows = images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride)
    return windows[:, :, : max(1, windows.shape[2] - 1), : max(1, windows.shape[3] - 1)].amax(dim=(4, 5))
