"""Calls the notebook's own conv2d, which comes later."""


def correlate2d(image, kernel):
    if kernel.size(0) > image.size(0) or kernel.size(1) > image.size(1):
        raise ValueError("kernel too large")
    return conv2d(image[None, None, :, :], kernel[None, None, :, :])[0, 0]
