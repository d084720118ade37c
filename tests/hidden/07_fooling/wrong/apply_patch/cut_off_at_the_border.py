"""Pastes what fits of a patch that stands out.
Fails: out of bounds raises
"""


def apply_patch(images, patch, rows, cols):
    if rows.min() < 0 or cols.min() < 0:
        raise ValueError("a place is negative")
    h, w = patch.shape[1:]
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        part = image[:, row : row + h, col : col + w]
        part.copy_(patch[:, : part.shape[1], : part.shape[2]])
    return pasted
