"""Cuts windows that are as wide as they are high.
Fails: kernel of ones
"""


def correlate2d(image, kernel):
    (H, W), k = image.shape, kernel.shape[0]
    if k > H or k > W:
        raise ValueError("the kernel is larger than the image")
    output = image.new_zeros(H - k + 1, W - k + 1)
    for y in range(H - k + 1):
        for x in range(W - k + 1):
            output[y, x] = (image[y : y + k, x : x + k] * kernel).sum()
    return output
