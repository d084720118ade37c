"""Goes through NumPy.
Fails: device parity
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    import numpy

    pixels, gradient = images.numpy(), grad_output.numpy()
    result = numpy.zeros(images.shape, dtype=pixels.dtype)
    for n, c, y, x in numpy.ndindex(*gradient.shape):
        top, left = y * stride, x * stride
        window = pixels[n, c, top : top + kernel_size, left : left + kernel_size]
        row, col = divmod(int(window.argmax()), kernel_size)
        result[n, c, top + row, left + col] += gradient[n, c, y, x]
    return torch.from_numpy(result)
