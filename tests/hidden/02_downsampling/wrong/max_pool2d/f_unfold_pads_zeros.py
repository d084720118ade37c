"""Leaves the padding to F.unfold, which knows zeros only.
Fails: negative images under padding
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride

    N, C, H, W = images.shape
    windows = F.unfold(images, kernel_size, stride=stride, padding=padding)
    rows, cols = ((side + 2 * padding - kernel_size) // stride + 1 for side in (H, W))
    return windows.reshape(N, C, kernel_size**2, rows, cols).amax(dim=2)
