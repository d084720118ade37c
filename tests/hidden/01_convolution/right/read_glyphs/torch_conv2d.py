"""F.conv2d and one argmax."""


def read_glyphs(images: torch.Tensor, filters: torch.Tensor):
    if images.ndim != 4 or filters.ndim != 4 or images.shape[1] != 1 or filters.shape[1] != 1:
        raise ValueError("images (N, 1, H, W) and filters (K, 1, h, w), please")
    if filters.shape[2] > images.shape[2] or filters.shape[3] > images.shape[3]:
        raise ValueError("the filters do not fit")
    responses = F.conv2d(images, filters)
    best = responses.flatten(1).argmax(1)
    rows, cols = responses.shape[2:]
    return best // (rows * cols), best // cols % rows, best % cols
