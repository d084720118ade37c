"""Runs through a square kernel column by column.
Fails: any kernel
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    weights = kernel.T.reshape(-1)
    windows = image.unfold(0, h, 1).unfold(1, w, 1).reshape(H - h + 1, W - w + 1, -1)
    return windows @ weights
