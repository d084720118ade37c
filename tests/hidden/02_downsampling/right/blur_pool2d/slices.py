"""Adds up slices, first down, then across, and keeps every stride-th pixel."""


def blur_pool2d(images, *, stride=2):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    top, bottom = images[:, :, 1:2], images[:, :, -2:-1]
    tall = torch.cat([top, images, bottom], dim=2)
    down = (tall[:, :, :-2] + 2 * tall[:, :, 1:-1] + tall[:, :, 2:]) / 4
    wide = torch.cat([down[..., 1:2], down, down[..., -2:-1]], dim=3)
    both = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
    return both[:, :, ::stride, ::stride]
