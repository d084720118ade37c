"""Loops over the windows."""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    N, C, H, W = images.shape
    padded = F.pad(images, (padding,) * 4)
    inside = F.pad(torch.ones_like(images), (padding,) * 4)
    rows, cols = ((side + 2 * padding - kernel_size) // stride + 1 for side in (H, W))
    output = images.new_empty(N, C, rows, cols)
    for y in range(rows):
        for x in range(cols):
            window = (
                ...,
                slice(y * stride, y * stride + kernel_size),
                slice(x * stride, x * stride + kernel_size),
            )
            count = kernel_size**2 if count_include_pad else inside[window].sum(dim=(2, 3))
            output[:, :, y, x] = padded[window].sum(dim=(2, 3)) / count
    return output
