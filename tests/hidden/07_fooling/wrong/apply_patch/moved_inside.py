"""Moves a patch that stands out back inside.
Fails: out of bounds raises
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.min() < 0 or cols.min() < 0 or h > height or w > width:
        raise ValueError("a place is negative")
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        row, col = min(row, height - h), min(col, width - w)
        image[:, row : row + h, col : col + w] = patch
    return pasted
