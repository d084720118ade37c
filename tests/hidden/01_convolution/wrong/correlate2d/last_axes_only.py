"""Looks at the last two axes, however many there are.
Fails: other numbers of axes raise
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape[-2:], kernel.shape[-2:]
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    rows = [
        [(image[..., y : y + h, x : x + w] * kernel).sum().to(image.dtype) for x in range(W - w + 1)]
        for y in range(H - h + 1)
    ]
    return torch.stack([torch.stack(row) for row in rows])
