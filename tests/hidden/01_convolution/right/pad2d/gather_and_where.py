"""Indexes with clamped coordinates and masks the border."""


def pad2d(images, padding, *, value=0.0):
    if isinstance(padding, int):
        padding = [padding] * 4
    if images.ndim != 4 or len(padding) != 4 or min(padding) < 0:
        raise ValueError(f"images (N, C, H, W) and four sides >= 0, got {padding}")
    H, W = images.shape[-2:]
    rows = torch.arange(-padding[0], H + padding[1], device=images.device)
    cols = torch.arange(-padding[2], W + padding[3], device=images.device)
    inside = ((rows >= 0) & (rows < H))[:, None] & ((cols >= 0) & (cols < W))
    spread = images[:, :, rows.clamp(0, H - 1)][..., cols.clamp(0, W - 1)]
    return torch.where(inside, spread, torch.full((), float(value), dtype=images.dtype, device=images.device))
