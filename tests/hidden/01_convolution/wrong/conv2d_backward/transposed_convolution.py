"""Uses torch's transposed convolution for the images.
Fails: written by hand
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    columns = F.unfold(images, weight.shape[2:], padding=padding, stride=stride)
    g = grad_output.flatten(2)
    grad_weight = torch.einsum("nfl,nkl->fk", g, columns).reshape(weight.shape)
    pair = lambda x: (x, x) if isinstance(x, int) else x
    rest = [
        n + 2 * p - k - s * (m - 1)
        for n, p, k, s, m in zip(
            images.shape[2:], pair(padding), weight.shape[2:], pair(stride), grad_output.shape[2:]
        )
    ]
    grad_images = F.conv_transpose2d(grad_output, weight, stride=stride, padding=padding, output_padding=rest)
    return grad_images, grad_weight, g.sum((0, 2))
