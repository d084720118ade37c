"""Leaves out the first rows and columns instead of the last.
Fails: sizes that do not divide
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))

    H, W = images.shape[2:]
    images = images[:, :, (H - kernel_size) % stride :, (W - kernel_size) % stride :]
    return images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax(dim=(4, 5))
