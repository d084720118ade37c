"""A matrix with the windows of one axis, from the left and from the right."""


def windows_of(size, k, s, p, like):
    start = torch.arange((size + 2 * p - k) // s + 1, device=like.device)[:, None] * s - p
    pixel = torch.arange(size, device=like.device)
    return ((pixel >= start) & (pixel < start + k)).to(like.dtype)


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    if not torch.is_floating_point(images):
        images = images.to(torch.get_default_dtype())
    stride = kernel_size if stride is None else stride
    down, across = (windows_of(side, kernel_size, stride, padding, images) for side in images.shape[-2:])
    total = torch.einsum("yh,nchw,xw->ncyx", down, images, across)
    if count_include_pad:
        return total / kernel_size**2
    return total / (down.sum(dim=1)[:, None] * across.sum(dim=1))
