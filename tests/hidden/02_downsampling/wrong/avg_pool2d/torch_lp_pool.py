"""A power-average pooling with the power 1.
Fails: written by hand
"""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    padded = F.pad(images, (padding,) * 4)
    return F.lp_pool2d(padded, 1, kernel_size, stride) / kernel_size**2
