"""Two poolings along one axis each.
Fails: written by hand
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride

    N, C, H, W = images.shape
    across = F.max_pool1d(images.reshape(N * C, H, W), kernel_size, stride, padding)
    down = F.max_pool1d(across.transpose(1, 2), kernel_size, stride, padding).transpose(1, 2)
    return down.reshape(N, C, *down.shape[1:])
