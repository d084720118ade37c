"""Goes through NumPy.
Fails: device parity
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    import numpy

    stride = kernel_size if stride is None else stride

    padded = numpy.pad(
        images.numpy(), [(0, 0), (0, 0)] + [(padding, padding)] * 2, constant_values=-numpy.inf
    )
    windows = numpy.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size), axis=(2, 3))
    return torch.from_numpy(windows[:, :, ::stride, ::stride].max(axis=(4, 5)))
