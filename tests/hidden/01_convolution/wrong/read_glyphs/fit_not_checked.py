"""Leaves filters that do not fit to torch.
Fails: other shapes raise
"""


def read_glyphs(images, filters):
    if images.ndim != 4 or filters.ndim != 4 or images.shape[1] != 1 or filters.shape[1] != 1:
        raise ValueError("images (N, 1, H, W) and filters (K, 1, h, w), please")
    responses = F.conv2d(images, filters)
    best = responses.flatten(1).argmax(1)
    rows, cols = responses.shape[2:]
    return best // (rows * cols), best // cols % rows, best % cols
