"""Asks for each pixel of the images which pixel of the patch covers it."""


def apply_patch(images, patch, rows, cols):
    count, channels, height, width = images.shape
    h, w = patch.shape[1:]
    low, high = torch.stack([rows, cols]).amin(1), torch.stack([rows + h, cols + w]).amax(1)
    if bool((low < 0).any()) or int(high[0]) > height or int(high[1]) > width:
        raise ValueError(f"the patch covers {low.tolist()} to {high.tolist()} of ({height}, {width})")
    y = torch.arange(height, device=images.device) - rows[:, None]
    x = torch.arange(width, device=images.device) - cols[:, None]
    inside = ((y >= 0) & (y < h))[:, :, None] & ((x >= 0) & (x < w))[:, None, :]
    covered = patch[:, y.clamp(0, h - 1)[:, :, None], x.clamp(0, w - 1)[:, None, :]].transpose(0, 1)
    return torch.where(inside[:, None], covered, images)
