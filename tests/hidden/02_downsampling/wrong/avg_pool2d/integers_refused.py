"""Takes the mean of integers, which torch refuses.
Fails: integer images
"""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride

    def sums(values):
        padded = F.pad(values, (padding,) * 4)
        return padded.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).sum(dim=(4, 5))

    pixels = kernel_size**2 if count_include_pad else sums(torch.ones_like(images[:1, :1]))
    padded = F.pad(images, (padding,) * 4)
    means = padded.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).mean(dim=(4, 5))
    return means * (kernel_size**2 / pixels)
