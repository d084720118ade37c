"""Reads the memory as if the images were contiguous.
Fails: input is left alone
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))

    N, C, H, W = images.shape
    rows, cols = (H - kernel_size) // stride + 1, (W - kernel_size) // stride + 1
    windows = (images if padding else images).as_strided(
        (N, C, rows, cols, kernel_size, kernel_size),
        (C * H * W, H * W, stride * W, stride, W, 1),
        images.storage_offset(),
    )
    return windows.amax(dim=(4, 5))
