"""Makes its grid of places on the CPU.
Fails: device parity
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if rows.min() < 0 or cols.min() < 0 or rows.max() > height - h or cols.max() > width - w:
        raise ValueError("a patch stands out of its image")
    mask = torch.zeros(images.shape, dtype=torch.bool)
    pasted = torch.zeros(images.shape, dtype=images.dtype)
    for n, (row, col) in enumerate(zip(rows.tolist(), cols.tolist(), strict=True)):
        mask[n, :, row : row + h, col : col + w] = True
        pasted[n, :, row : row + h, col : col + w] = patch.cpu()
    return torch.where(mask, pasted, images.cpu()).to(images.device)
