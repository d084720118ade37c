"""Hands the places out from the other end.
Fails: each image its own place
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.min() < 0 or cols.min() < 0 or rows.max() > height - h or cols.max() > width - w:
        raise ValueError("a patch stands out of its image")
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.flip(0).tolist(), cols.flip(0).tolist(), strict=True):
        image[:, row : row + h, col : col + w] = patch
    return pasted
