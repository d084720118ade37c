"""Pads the patch to an image for each place, and chooses with a mask."""


def apply_patch(images, patch, rows, cols):
    height, width = images.shape[-2:]
    h, w = patch.shape[-2:]
    pages = []
    for image, row, col in zip(images, rows.tolist(), cols.tolist(), strict=True):
        room = (col, width - w - col, row, height - h - row)
        if min(room) < 0:
            raise ValueError(f"a patch of ({h}, {w}) at ({row}, {col}) stands out of ({height}, {width})")
        mask = F.pad(torch.ones_like(patch, dtype=torch.bool), room)
        pages.append(torch.where(mask, F.pad(patch, room).to(image.dtype), image))
    return torch.stack(pages)
