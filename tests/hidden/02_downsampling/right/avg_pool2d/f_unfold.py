"""im2col, and the mean or the count within it."""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    N, C, H, W = images.shape
    k = kernel_size
    shape = (N, C, k * k, (H + 2 * padding - k) // stride + 1, (W + 2 * padding - k) // stride + 1)
    windows = F.unfold(images, k, padding=padding, stride=stride).reshape(shape)
    if count_include_pad:
        return windows.mean(dim=2)
    inside = F.unfold(images.new_ones(1, 1, H, W), k, padding=padding, stride=stride).reshape(
        1, 1, *shape[2:]
    )
    return windows.sum(2) / inside.sum(2)
