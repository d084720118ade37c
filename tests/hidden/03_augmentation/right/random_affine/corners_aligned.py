"""Aligns corners throughout, so that the grid's units are (H - 1) / 2 and (W - 1) / 2 pixels."""


def random_affine(images, *, degrees=0.0, translate=0.0, scale=(1.0, 1.0), generator):
    low, high = (-degrees, degrees) if isinstance(degrees, int | float) else degrees
    count, _, height, width = images.shape
    half_height, half_width = (height - 1) / 2, (width - 1) / 2
    device = generator.device
    angle = torch.empty(count, device=device).uniform_(low, high, generator=generator) * math.pi / 180
    size = torch.empty(count, device=device).uniform_(*scale, generator=generator)
    down = torch.empty(count, device=device).uniform_(-translate, translate, generator=generator) * height
    right = torch.empty(count, device=device).uniform_(-translate, translate, generator=generator) * width
    angle, size, down, right = (drawn.to(images)[:, None, None] for drawn in (angle, size, down, right))
    y = torch.arange(height, dtype=images.dtype, device=images.device)[:, None] - half_height - down
    x = torch.arange(width, dtype=images.dtype, device=images.device) - half_width - right
    from_x = (torch.cos(angle) * x - torch.sin(angle) * y) / size
    from_y = (torch.sin(angle) * x + torch.cos(angle) * y) / size
    grid = torch.stack([from_x / half_width, from_y / half_height], dim=-1)
    return F.grid_sample(images, grid, mode="bilinear", padding_mode="zeros", align_corners=True)
