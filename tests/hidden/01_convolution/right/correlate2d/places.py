"""A loop over the places."""


def correlate2d(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError(f"expected a kernel of at most {H}×{W}, got {h}×{w}")
    output = image.new_empty(H - h + 1, W - w + 1)
    for y in range(H - h + 1):
        for x in range(W - w + 1):
            output[y, x] = (image[y : y + h, x : x + w] * kernel).sum()
    return output
