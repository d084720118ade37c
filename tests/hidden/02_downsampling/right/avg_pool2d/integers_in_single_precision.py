"""Takes integers for single precision, which is the default floating dtype."""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    if not images.is_floating_point():
        images = images.to(torch.float32)

    def sums(values):
        padded = F.pad(values, (padding,) * 4)
        return padded.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).sum(dim=(4, 5))

    pixels = kernel_size**2 if count_include_pad else sums(torch.ones_like(images[:1, :1]))
    return sums(images) / pixels
