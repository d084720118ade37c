"""Reads the memory as if the images were contiguous.
Fails: input is left alone
"""


def blur_pool2d(images, *, stride=2):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    N, C, H, W = images.shape
    images = images.as_strided((N, C, H, W), (C * H * W, H * W, W, 1), images.storage_offset())
    taps = torch.tensor([1, 2, 1], dtype=images.dtype, device=images.device) / 4
    weight = (taps[:, None] * taps).expand(C, 1, 3, 3)
    padded = F.pad(images, (1, 1, 1, 1), mode="reflect")
    return F.conv2d(padded, weight, stride=stride, groups=C)
