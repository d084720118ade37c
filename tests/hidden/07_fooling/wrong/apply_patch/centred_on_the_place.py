"""Takes the place for the middle of the patch.
Fails: pastes
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.min() < 0 or cols.min() < 0 or rows.max() > height - h or cols.max() > width - w:
        raise ValueError("a patch stands out of its image")
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        row, col = max(row - h // 2, 0), max(col - w // 2, 0)
        image[:, row : row + h, col : col + w] = patch
    return pasted
