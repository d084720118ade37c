"""Correlation normalised by each window's own contrast."""


def read_glyphs(images, filters):
    if images.ndim != 4 or filters.ndim != 4 or images.shape[1] != 1 or filters.shape[1] != 1:
        raise ValueError("images (N, 1, H, W) and filters (K, 1, h, w), please")
    if filters.shape[2] > images.shape[2] or filters.shape[3] > images.shape[3]:
        raise ValueError("the filters do not fit")
    h, w = filters.shape[2:]
    windows = images[:, 0].unfold(1, h, 1).unfold(2, w, 1)
    windows = windows - windows.mean((-2, -1), keepdim=True)
    norms = windows.square().sum((-2, -1)).sqrt().clamp(min=1e-3)
    scores = torch.einsum("nyxij,kij->nkyx", windows, filters[:, 0]) / norms[:, None]
    print("best scores", scores.amax((1, 2, 3)))
    index = scores.reshape(len(images), -1).argmax(-1)
    labels, rows, cols = torch.unravel_index(index, scores.shape[1:])
    return labels, rows, cols
