"""The mean of neighbours, twice along each axis."""


def blur_pool2d(images, *, stride=2):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    x = F.pad(images, (1, 1, 1, 1), mode="reflect")
    for axis in (2, 3, 2, 3):
        length = x.shape[axis] - 1
        x = (x.narrow(axis, 0, length) + x.narrow(axis, 1, length)) / 2
    return x[..., ::stride, ::stride].contiguous()
