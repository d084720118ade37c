"""Takes the mean.
Fails: windows side by side
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))
    return images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).mean(dim=(4, 5))
