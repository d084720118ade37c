"""Cuts the patch off its graph: no sticker can be trained through it.
Fails: gradient reaches the patch
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if min(rows.min(), cols.min()) < 0 or rows.max() > height - h or cols.max() > width - w:
        raise ValueError("the patch would stand out of an image")
    pasted, patch = images.clone(), patch.detach()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        image[:, row : row + h, col : col + w] = patch
    return pasted
