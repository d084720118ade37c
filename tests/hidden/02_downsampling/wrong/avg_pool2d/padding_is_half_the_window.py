"""Pads by half the window, whatever padding is asked for.
Fails: padding counts
"""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    padding = kernel_size // 2 if padding else 0
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    def sums(values):
        padded = F.pad(values, (padding,) * 4)
        return padded.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).sum(dim=(4, 5))

    pixels = kernel_size**2 if count_include_pad else sums(torch.ones_like(images[:1, :1]))
    return sums(images) / pixels
