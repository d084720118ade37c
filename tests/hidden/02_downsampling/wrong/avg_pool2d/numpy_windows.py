"""Goes through NumPy.
Fails: device parity
"""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    import numpy

    stride = kernel_size if stride is None else stride
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    def sums(values):
        padded = numpy.pad(values.numpy(), [(0, 0), (0, 0)] + [(padding, padding)] * 2)
        windows = numpy.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size), axis=(2, 3))
        return torch.from_numpy(windows[:, :, ::stride, ::stride].sum(axis=(4, 5)))

    pixels = kernel_size**2 if count_include_pad else sums(torch.ones_like(images[:1, :1]))
    return sums(images) / pixels
