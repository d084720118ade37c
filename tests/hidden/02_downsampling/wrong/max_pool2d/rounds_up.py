"""Keeps a last window that does not fit, cut short (ceil mode).
Fails: sizes that do not divide
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))

    H, W = images.shape[2:]
    extra = [-(side - kernel_size) % stride for side in (W, H)]
    images = F.pad(images, (0, extra[0], 0, extra[1]), value=float("-inf"))
    return images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax(dim=(4, 5))
