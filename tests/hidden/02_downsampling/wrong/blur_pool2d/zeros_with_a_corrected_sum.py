"""Pads with zeros and divides by the weights inside, so that constants stay.
Fails: reflected border
"""


def blur_pool2d(images, *, stride=2):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    C = images.shape[1]
    taps = torch.tensor([1, 2, 1], dtype=images.dtype, device=images.device) / 4
    weight = (taps[:, None] * taps).expand(C, 1, 3, 3)
    padded = F.pad(images, (1, 1, 1, 1))
    inside = F.conv2d(F.pad(torch.ones_like(images), (1, 1, 1, 1)), weight, stride=stride, groups=C)
    return F.conv2d(padded, weight, stride=stride, groups=C) / inside
