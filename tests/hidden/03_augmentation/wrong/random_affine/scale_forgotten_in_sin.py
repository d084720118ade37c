"""Divides only the cosine by the scale.
Fails: pixel units
"""


def random_affine(images, *, degrees=0.0, translate=0.0, scale=(1.0, 1.0), generator):
    low, high = degrees if isinstance(degrees, tuple) else (-degrees, degrees)
    count, _, height, width = images.shape
    share = torch.rand(4, count, generator=generator, device=generator.device).to(images)
    angle = torch.deg2rad(low + (high - low) * share[0])
    size = scale[0] + (scale[1] - scale[0]) * share[1]
    right, down = translate * (2 * share[2] - 1), translate * (2 * share[3] - 1)
    cos, sin = torch.cos(angle) / size, torch.sin(angle)
    back = torch.stack([cos, -sin * height / width, sin * width / height, cos], 1).view(-1, 2, 2)
    shift = 2 * torch.stack([right, down], 1)[:, :, None]
    grid = F.affine_grid(torch.cat([back, -back @ shift], 2), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)
