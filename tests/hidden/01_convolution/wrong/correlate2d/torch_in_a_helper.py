"""Lets torch do it, in a helper and under another name.
Fails: written by hand
"""

from torch.nn.functional import conv2d as slide


def helper(image, kernel):
    return slide(image[None, None], kernel[None, None])


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    return helper(image, kernel).squeeze(0).squeeze(0)
