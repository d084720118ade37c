"""Goes through NumPy.
Fails: device parity
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    windows = np.lib.stride_tricks.sliding_window_view(image.numpy(), (h, w))
    return torch.from_numpy((windows * kernel.numpy()).sum((-2, -1)))
