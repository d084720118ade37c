"""im2col on what is padded already."""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    stride = kernel_size if stride is None else stride

    N, C, H, W = images.shape
    lowest = torch.finfo(images.dtype).min
    padded = F.pad(images, (padding, padding, padding, padding), "constant", lowest)
    windows = F.unfold(
        padded.reshape(N * C, 1, *padded.shape[2:]), (kernel_size, kernel_size), stride=(stride, stride)
    )
    rows = (H + 2 * padding - kernel_size) // stride + 1
    return torch.max(windows, dim=1).values.reshape(N, C, rows, -1)
