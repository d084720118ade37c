"""Multiplies the caller's image.
Fails: input is left alone
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    output = image.new_zeros(H - h + 1, W - w + 1)
    for y in range(H - h + 1):
        for x in range(W - w + 1):
            window = image[y : y + h, x : x + w]
            window *= kernel
            output[y, x] = window.sum()
            window /= kernel
    image += 1e-6
    return output
