"""Counts the columns as the rows.
Fails: windows side by side
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))

    rows = (images.shape[2] - kernel_size) // stride + 1
    windows = images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride)
    return windows.amax(dim=(4, 5))[:, :, :rows, :rows]
