"""Takes the image's memory for contiguous.
Fails: input is left alone
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    windows = image.as_strided((H - h + 1, W - w + 1, h, w), (W, 1, W, 1))
    return (windows * kernel).sum((-2, -1))
