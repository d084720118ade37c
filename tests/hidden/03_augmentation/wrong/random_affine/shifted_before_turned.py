"""Shifts first, then turns and resizes about the middle.
Fails: shift comes last
"""


def random_affine(images, *, degrees=0.0, translate=0.0, scale=(1.0, 1.0), generator):
    low, high = degrees if isinstance(degrees, tuple | list) else (-degrees, degrees)
    count, _, height, width = images.shape

    def draw(low, high):
        return low + (high - low) * torch.rand(count, generator=generator, device=generator.device).to(images)

    angle, size = draw(low, high) * (math.pi / 180), draw(*scale)
    shift = -2 * torch.stack([draw(-translate, translate), draw(-translate, translate)], dim=1)
    theta = images.new_zeros(count, 2, 3)
    theta[:, 0, 0] = theta[:, 1, 1] = angle.cos() / size
    theta[:, 0, 1] = -angle.sin() / size * height / width
    theta[:, 1, 0] = angle.sin() / size * width / height
    theta[:, :, 2] = shift
    return F.grid_sample(images, F.affine_grid(theta, images.shape, align_corners=False), align_corners=False)
