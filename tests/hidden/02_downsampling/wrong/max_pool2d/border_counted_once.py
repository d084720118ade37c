"""Counts the padding once when it counts the places.
Fails: padding
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))
    return (
        images.unfold(2, kernel_size, stride)
        .unfold(3, kernel_size, stride)
        .amax(dim=(4, 5))[
            :,
            :,
            : (images.shape[2] - padding - kernel_size) // stride + 1,
            : (images.shape[3] - padding - kernel_size) // stride + 1,
        ]
    )
