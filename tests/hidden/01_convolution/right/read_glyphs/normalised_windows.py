"""Correlation normalised by each window's own contrast."""


def read_glyphs(images, filters):
    h, w = filters.shape[2:]
    windows = images[:, 0].unfold(1, h, 1).unfold(2, w, 1)
    windows = windows - windows.mean((-2, -1), keepdim=True)
    norms = windows.square().sum((-2, -1)).sqrt().clamp(min=1e-3)
    scores = torch.einsum("nyxij,kij->nkyx", windows, filters[:, 0]) / norms[:, None]
    print("best scores", scores.amax((1, 2, 3)))
    index = scores.reshape(len(images), -1).argmax(-1)
    labels, rows, cols = torch.unravel_index(index, scores.shape[1:])
    return labels, rows, cols
