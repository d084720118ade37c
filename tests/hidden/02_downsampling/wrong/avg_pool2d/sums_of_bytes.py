"""Sums integers as they are, so that bytes overflow and 255 + 1 is 0.
Fails: integer images
"""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride

    def sums(values):
        padded = F.pad(values, (padding,) * 4)
        return (
            padded.unfold(2, kernel_size, stride)
            .unfold(3, kernel_size, stride)
            .sum(dim=(4, 5), dtype=values.dtype)
        )

    pixels = kernel_size**2 if count_include_pad else sums(torch.ones_like(images[:1, :1]))
    return sums(images) / pixels
