"""The notebook's own mean over 2×2, twice."""


def blur_pool2d(images, *, stride=2):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    padded = F.pad(images, (1,) * 4, mode="reflect")
    once = avg_pool2d(padded, 2, stride=1)
    return avg_pool2d(once, 2, stride=1)[:, :, ::stride, ::stride]
