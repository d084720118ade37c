"""F.unfold, matmul and F.fold."""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    kernel_size = weight.shape[2:]
    two = lambda x: (x, x) if isinstance(x, int) else x
    due = [
        1 + (n + 2 * p - k) // s
        for n, k, s, p in zip(images.shape[2:], weight.shape[2:], two(stride), two(padding))
    ]
    if tuple(grad_output.shape) != (len(images), len(weight), *due):
        raise ValueError(f"grad_output has the shape {tuple(grad_output.shape)}")
    columns = F.unfold(images, kernel_size, padding=padding, stride=stride)
    g = grad_output.flatten(2)
    grad_weight = torch.einsum("nfl,nkl->fk", g, columns).reshape(weight.shape)
    grad_columns = weight.flatten(1).T @ g
    grad_images = F.fold(grad_columns, images.shape[2:], kernel_size, padding=padding, stride=stride)
    return grad_images, grad_weight, g.sum(dim=(0, 2))
