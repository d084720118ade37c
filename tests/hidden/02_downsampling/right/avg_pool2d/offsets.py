"""Adds up k² shifted slices; counts with arithmetic on the indices."""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    k, p = kernel_size, padding
    H, W = images.shape[2:]
    rows, cols = (H + 2 * p - k) // stride + 1, (W + 2 * p - k) // stride + 1
    wide = F.pad(images, (p, p, p, p))
    total = 0
    for i in range(k):
        for j in range(k):
            total = total + wide[:, :, i:, j:][:, :, ::stride, ::stride][:, :, :rows, :cols]
    if count_include_pad:
        return total / (k * k)

    def inside(places, size):
        start = torch.arange(places, device=images.device) * stride - p
        return (start + k).clamp(max=size) - start.clamp(min=0)

    return total / (inside(rows, H)[:, None] * inside(cols, W)[None])
