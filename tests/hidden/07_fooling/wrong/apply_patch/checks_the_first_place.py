"""Checks the first image's place only.
Fails: out of bounds raises
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if not (0 <= rows[0] <= height - h and 0 <= cols[0] <= width - w):
        raise ValueError("a patch stands out of its image")
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        part = image[:, row : row + h, col : col + w]
        part.copy_(patch[:, : part.shape[1], : part.shape[2]])
    return pasted
