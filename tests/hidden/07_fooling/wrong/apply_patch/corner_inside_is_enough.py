"""Asks only whether the top-left corner is in the image.
Fails: out of bounds raises
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.min() < 0 or cols.min() < 0 or rows.max() >= height or cols.max() >= width:
        raise ValueError("a place is out of bounds")
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        image[:, row : row + h, col : col + w] = patch[:, : height - row, : width - col]
    return pasted
