"""Scatters the patch into flattened images."""


def apply_patch(images, patch, rows, cols):
    height, width = images.shape[2:]
    h, w = patch.shape[1:]
    fits = (rows >= 0) & (rows <= height - h) & (cols >= 0) & (cols <= width - w)
    if not fits.all():
        raise ValueError(f"the patch does not fit into {int((~fits).sum())} of the images")
    device = images.device
    offset = torch.arange(h, device=device)[:, None] * width + torch.arange(w, device=device)
    index = (rows * width + cols)[:, None] + offset.flatten()
    index = index[:, None].expand(-1, images.shape[1], -1)
    source = patch.flatten(1).expand(len(images), -1, -1)
    return images.flatten(2).scatter(2, index, source.to(images.dtype)).view(images.shape)
