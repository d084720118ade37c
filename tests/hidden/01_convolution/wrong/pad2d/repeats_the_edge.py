"""Repeats the pixels at the edge.
Fails: the same on all sides
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    rows = torch.arange(-top, H + bottom, device=images.device).clamp(0, H - 1)
    cols = torch.arange(-left, W + right, device=images.device).clamp(0, W - 1)
    return images[:, :, rows][:, :, :, cols]
