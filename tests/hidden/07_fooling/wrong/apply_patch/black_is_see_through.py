"""Pads the patch with zeros, and takes its own zeros for padding.
Fails: pastes
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if min(rows.min(), cols.min()) < 0 or rows.max() > height - h or cols.max() > width - w:
        raise ValueError("the patch would stand out of an image")
    pages = []
    for image, row, col in zip(images, rows.tolist(), cols.tolist(), strict=True):
        page = F.pad(patch, (col, width - w - col, row, height - h - row))
        pages.append(torch.where(page == 0, image, page))
    return torch.stack(pages)
