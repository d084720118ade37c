"""Loops over images and filters with the notebook's correlate2d."""


def read_glyphs(images, filters):
    if images.ndim != 4 or filters.ndim != 4 or images.shape[1] != 1 or filters.shape[1] != 1:
        raise ValueError("images (N, 1, H, W) and filters (K, 1, h, w), please")
    found = []
    for image in images:
        best = None
        for k, kernel in enumerate(filters):
            response = correlate2d(image[0], kernel[0])
            value = response.max().item()
            if best is None or value > best[0]:
                y, x = divmod(int(response.argmax()), response.shape[1])
                best = (value, k, y, x)
        found.append(best[1:])
    labels, rows, cols = torch.tensor(found, device=images.device).unbind(1)
    return labels, rows, cols
