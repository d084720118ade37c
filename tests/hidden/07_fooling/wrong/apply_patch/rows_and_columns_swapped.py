"""Takes rows for columns.
Fails: pastes
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.min() < 0 or cols.min() < 0 or rows.max() > height - h or cols.max() > width - w:
        raise ValueError("a patch stands out of its image")
    pasted = images.clone()
    for image, row, col in zip(pasted, cols.tolist(), rows.tolist(), strict=True):
        row, col = min(row, height - h), min(col, width - w)
        image[:, row : row + h, col : col + w] = patch
    return pasted
