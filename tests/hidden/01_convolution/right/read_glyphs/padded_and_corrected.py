"""Takes the image's mean away, pads, and corrects the places."""

import warnings


def read_glyphs(images, filters):
    warnings.warn("padding")
    if images.ndim != 4 or filters.ndim != 4 or images.shape[1] != 1 or filters.shape[1] != 1:
        raise ValueError("images (N, 1, H, W) and filters (K, 1, h, w), please")
    if filters.shape[2] > images.shape[2] or filters.shape[3] > images.shape[3]:
        raise ValueError("the filters do not fit")
    h, w = filters.shape[-2:]
    images = images - images.amin((1, 2, 3), keepdim=True)
    images = images / images.amax((1, 2, 3), keepdim=True).clamp(min=1e-6)
    responses = F.conv2d(images, filters, padding=(1, 1))[:, :, 1:-1, 1:-1]
    flat = responses.reshape(responses.shape[0], -1)
    index = flat.topk(1, dim=1).indices[:, 0]
    n_rows, n_cols = responses.shape[-2:]
    labels = torch.div(index, n_rows * n_cols, rounding_mode="trunc")
    rest = index - labels * n_rows * n_cols
    return labels.long(), (rest // n_cols).long(), (rest % n_cols).long()
