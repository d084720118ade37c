"""Calls the notebook's own conv2d, which comes later."""


def correlate2d(image, kernel):
    if not (image.ndim == kernel.ndim == 2):
        raise ValueError("two axes")
    if kernel.size(0) > image.size(0) or kernel.size(1) > image.size(1):
        raise ValueError("kernel too large")
    return conv2d(image[None, None, :, :], kernel.to(image.dtype)[None, None, :, :])[0, 0]
