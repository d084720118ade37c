"""Counts as outside what lies beyond the middle of the outermost pixels."""


def random_affine(images, *, degrees=0.0, translate=0.0, scale=(1.0, 1.0), generator):
    low, high = degrees if isinstance(degrees, tuple | list) else (-degrees, degrees)
    count, _, height, width = images.shape
    share = torch.rand(4, count, generator=generator, device=generator.device).to(images)[:, :, None, None]
    angle = torch.deg2rad(low + (high - low) * share[0])
    size = scale[0] + (scale[1] - scale[0]) * share[1]
    y = torch.arange(height, device=images.device)[:, None] - (height - 1) / 2
    x = torch.arange(width, device=images.device) - (width - 1) / 2
    y, x = y - translate * height * (2 * share[2] - 1), x - translate * width * (2 * share[3] - 1)
    row, col = (angle.sin() * x + angle.cos() * y) / size, (angle.cos() * x - angle.sin() * y) / size
    grid = torch.stack([col * 2 / width, row * 2 / height], dim=-1)
    inside = (row.abs() <= (height - 1) / 2) & (col.abs() <= (width - 1) / 2)
    return F.grid_sample(images, grid, padding_mode="border", align_corners=False) * inside[:, None]
