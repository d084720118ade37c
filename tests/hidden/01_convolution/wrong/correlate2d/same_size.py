"""Pads the image, so that the output is as large.
Fails: kernel of ones
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    image = F.pad(image, (w // 2, (w - 1) // 2, h // 2, (h - 1) // 2))
    windows = image.unfold(0, h, 1).unfold(1, w, 1)
    return (windows * kernel).sum((-2, -1))
