"""Lets torch do it.
Fails: written by hand
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    return F.conv2d(image[None, None], kernel[None, None])[0, 0]
