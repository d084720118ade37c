"""A running maximum over the k² places within the window."""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images = F.pad(images, (padding,) * 4, value=float("-inf"))

    rows, cols = ((side - kernel_size) // stride + 1 for side in images.shape[2:])
    largest = None
    for i in range(kernel_size):
        for j in range(kernel_size):
            part = images[
                :, :, i : i + stride * (rows - 1) + 1 : stride, j : j + stride * (cols - 1) + 1 : stride
            ]
            largest = part if largest is None else torch.maximum(largest, part)
    return largest.clone()
