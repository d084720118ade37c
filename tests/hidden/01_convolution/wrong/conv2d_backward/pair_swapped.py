"""Takes a pair for (width, height).
Fails: pairs
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    sx, sy = (stride, stride) if isinstance(stride, int) else stride
    px, py = (padding, padding) if isinstance(padding, int) else padding
    columns = F.unfold(images, weight.shape[2:], padding=(py, px), stride=(sy, sx))
    g = grad_output.flatten(2)
    grad_weight = torch.einsum("nfl,nkl->fk", g, columns).reshape(weight.shape)
    grad_images = F.fold(
        weight.flatten(1).T @ g, images.shape[2:], weight.shape[2:], padding=(py, px), stride=(sy, sx)
    )
    return grad_images, grad_weight, g.sum((0, 2))
