"""Interpolates by hand: the four neighbours, of which those outside count as 0."""


def random_affine(images, *, degrees=0.0, translate=0.0, scale=(1.0, 1.0), generator):
    low, high = degrees if isinstance(degrees, tuple | list) else (-degrees, degrees)
    count, _, height, width = images.shape
    share = torch.rand(count, 4, dtype=torch.float64, generator=generator, device=generator.device)
    share = share.to(images)[:, :, None, None]
    angle = torch.deg2rad(low + (high - low) * share[:, 0])
    size = scale[0] + (scale[1] - scale[0]) * share[:, 1]
    y = torch.arange(height, device=images.device)[:, None] - (height - 1) / 2
    x = torch.arange(width, device=images.device) - (width - 1) / 2
    y = y - translate * height * (2 * share[:, 2] - 1)
    x = x - translate * width * (2 * share[:, 3] - 1)
    row = (height - 1) / 2 + (angle.sin() * x + angle.cos() * y) / size
    col = (width - 1) / 2 + (angle.cos() * x - angle.sin() * y) / size
    output = torch.zeros_like(images)
    n = torch.arange(count, device=images.device)[:, None, None]
    for dy in (0, 1):
        for dx in (0, 1):
            i, j = row.floor() + dy, col.floor() + dx
            inside = (i >= 0) & (i < height) & (j >= 0) & (j < width)
            weight = (1 - (row - i).abs()) * (1 - (col - j).abs()) * inside
            pixels = images[n, :, i.long().clamp(0, height - 1), j.long().clamp(0, width - 1)]
            output = output + weight[:, None] * pixels.permute(0, 3, 1, 2)
    return output
