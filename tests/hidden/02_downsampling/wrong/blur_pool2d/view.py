"""Needs contiguous images.
Fails: input is left alone
"""


def blur_pool2d(images, *, stride=2):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    C = images.shape[1]
    taps = torch.tensor([1, 2, 1], dtype=images.dtype, device=images.device) / 4
    weight = (taps[:, None] * taps).expand(C, 1, 3, 3)
    maps = images.view(-1, 1, *images.shape[2:])
    padded = F.pad(maps, (1, 1, 1, 1), mode="reflect")
    blurred = F.conv2d(padded, weight[:1], stride=stride)
    return blurred.view(-1, C, *blurred.shape[2:])
