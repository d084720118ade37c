"""Multiplies matrices, which need one dtype.
Fails: dtype is kept
"""


def correlate2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("two axes each, please")
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    windows = image.unfold(0, h, 1).unfold(1, w, 1).flatten(2)
    return windows @ kernel.flatten()
