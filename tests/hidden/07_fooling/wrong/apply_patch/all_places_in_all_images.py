"""Pastes at every place in every image.
Fails: each image its own place
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.min() < 0 or cols.min() < 0 or rows.max() > height - h or cols.max() > width - w:
        raise ValueError("a patch stands out of its image")
    pasted = images.clone()
    for row, col in zip(rows.tolist(), cols.tolist(), strict=True):
        pasted[:, :, row : row + h, col : col + w] = patch
    return pasted
