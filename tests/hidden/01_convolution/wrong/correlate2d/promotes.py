"""Gives float64 when the kernel is.
Fails: dtype is kept
"""


def correlate2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("two axes each, please")
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    rows = [
        [(image[y : y + h, x : x + w] * kernel).sum() for x in range(W - w + 1)] for y in range(H - h + 1)
    ]
    return torch.stack([torch.stack(row) for row in rows])
