"""Compares rows with the width."""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.min() < 0 or cols.min() < 0 or rows.max() > width - w or cols.max() > height - h:
        raise ValueError("a patch stands out of its image")
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        image[:, row : row + h, col : col + w] = patch
    return pasted
