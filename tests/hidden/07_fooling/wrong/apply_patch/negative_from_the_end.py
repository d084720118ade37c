"""Lets negative places count from the end.
Fails: negative raises
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.max() > height - h or cols.max() > width - w:
        raise ValueError("a patch stands out of its image")
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        row, col = row % (height - h + 1), col % (width - w + 1)
        image[:, row : row + h, col : col + w] = patch
    return pasted
