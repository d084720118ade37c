"""Mirrors the kernel: a mathematician's convolution.
Fails: any kernel
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    kernel = kernel.flip(0, 1)
    output = image.new_zeros(H - h + 1, W - w + 1)
    for i in range(h):
        for j in range(w):
            output += kernel[i, j] * image[i : i + H - h + 1, j : j + W - w + 1]
    return output
