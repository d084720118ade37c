"""Sets every pixel by itself."""


def apply_patch(images, patch, rows, cols):
    _, height, width = images.shape[1:]
    for row, col in zip(rows, cols, strict=True):
        if row < 0 or col < 0 or row + patch.shape[1] > height or col + patch.shape[2] > width:
            raise ValueError(f"({int(row)}, {int(col)}) is no place for this patch")
    result = images.detach().clone()
    for n in range(len(images)):
        for y in range(patch.shape[1]):
            for x in range(patch.shape[2]):
                result[n, :, int(rows[n]) + y, int(cols[n]) + x] = patch[:, y, x]
    return result
