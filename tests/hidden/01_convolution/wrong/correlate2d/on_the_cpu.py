"""Collects the sums on the CPU.
Fails: device parity
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    output = torch.zeros(H - h + 1, W - w + 1, dtype=image.dtype)
    for y in range(H - h + 1):
        for x in range(W - w + 1):
            output[y, x] = (image[y : y + h, x : x + w] * kernel).sum()
    return output
