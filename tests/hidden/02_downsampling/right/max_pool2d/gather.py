"""Looks every window up by index."""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    N, C, H, W = images.shape
    H, W = H + 2 * padding, W + 2 * padding
    padded = torch.full((N, C, H, W), -torch.inf, dtype=images.dtype, device=images.device)
    padded[..., padding : H - padding, padding : W - padding] = images
    inside = torch.arange(kernel_size, device=images.device)
    rows = torch.arange(0, H - kernel_size + 1, stride, device=images.device)[:, None] + inside
    cols = torch.arange(0, W - kernel_size + 1, stride, device=images.device)[:, None] + inside
    windows = padded[:, :, rows[:, None, :, None], cols[None, :, None, :]]
    return windows.flatten(4).sort(dim=-1).values[..., -1]
