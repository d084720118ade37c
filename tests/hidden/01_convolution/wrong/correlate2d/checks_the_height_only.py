"""Checks only the height.
Fails: a kernel that does not fit raises
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H:
        raise ValueError("the kernel is larger than the image")
    output = image.new_zeros(H - h + 1, max(W - w + 1, 0))
    for y in range(H - h + 1):
        for x in range(W - w + 1):
            output[y, x] = (image[y : y + h, x : x + w] * kernel).sum()
    return output
