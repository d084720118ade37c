"""Counts the border place by place."""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    def sums(values):
        padded = F.pad(values, (padding,) * 4)
        return padded.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).sum(dim=(4, 5))

    if count_include_pad:
        return sums(images) / kernel_size**2
    H, W = images.shape[2:]
    inside = F.pad(torch.ones(H, W, dtype=images.dtype, device=images.device), (padding,) * 4)
    rows, cols = ((side + 2 * padding - kernel_size) // stride + 1 for side in (H, W))
    counts = images.new_empty(rows, cols)
    for y in range(rows):
        for x in range(cols):
            counts[y, x] = inside[
                y * stride : y * stride + kernel_size, x * stride : x * stride + kernel_size
            ].sum()
    return sums(images) / counts
