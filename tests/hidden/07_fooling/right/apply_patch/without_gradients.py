"""Pastes under no_grad: only part 8 needs gradients, and there they may be had in another way."""


@torch.no_grad()
def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if min(rows.min(), cols.min()) < 0 or rows.max() > height - h or cols.max() > width - w:
        raise ValueError("the patch would stand out of an image")
    pasted = images.clone()
    for image, row, col in zip(pasted, rows.tolist(), cols.tolist(), strict=True):
        image[:, row : row + h, col : col + w] = patch
    return pasted
