"""Cuts the images into blocks, so that only sides that divide work.
Fails: sizes that do not divide
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride

    if stride != kernel_size or padding:
        images = F.pad(images, (padding,) * 4, value=float("-inf"))
        return images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax(dim=(4, 5))
    N, C, H, W = images.shape
    k = kernel_size
    return images.reshape(N, C, H // k, k, W // k, k).amax(dim=(3, 5))
