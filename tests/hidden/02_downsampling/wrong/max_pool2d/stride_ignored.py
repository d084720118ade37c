"""Always takes windows side by side.
Fails: stride
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size
    images = F.pad(images, (padding,) * 4, value=float("-inf"))
    return images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax(dim=(4, 5))
