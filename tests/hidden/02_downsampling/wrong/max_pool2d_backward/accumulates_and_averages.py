"""Averages over the windows that overlap.
Fails: overlapping windows
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    N, C, H, W = images.shape
    grad_images = torch.zeros_like(images).flatten(2)
    for y in range(grad_output.shape[2]):
        for x in range(grad_output.shape[3]):
            top, left = y * stride, x * stride
            window = images[:, :, top : top + kernel_size, left : left + kernel_size]
            winner = window.flatten(2).argmax(dim=2, keepdim=True)
            pixel = (top + winner // kernel_size) * W + left + winner % kernel_size
            grad_images.scatter_add_(2, pixel, grad_output[:, :, y, x, None])
    wins = torch.ones_like(grad_images) * max(1, (kernel_size / stride) ** 2)
    return (grad_images / wins).reshape(N, C, H, W)
