"""An autograd.Function whose backward is written by hand, called directly."""


class Convolution(torch.autograd.Function):
    @staticmethod
    def forward(ctx, images, weight):
        return conv2d(images, weight)

    @staticmethod
    def backward(ctx, grad_output):
        images, weight, (sy, sx), (py, px) = ctx
        columns = F.unfold(images, weight.shape[2:], padding=(py, px), stride=(sy, sx))
        g = grad_output.reshape(*grad_output.shape[:2], -1)
        grad_weight = (g @ columns.mT).sum(0).view_as(weight)
        grad_images = F.fold(
            weight.reshape(len(weight), -1).T @ g,
            images.shape[2:],
            weight.shape[2:],
            padding=(py, px),
            stride=(sy, sx),
        )
        return grad_images, grad_weight, g.sum(2).sum(0)


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    pair = lambda x: (x, x) if isinstance(x, int) else x
    due = [
        1 + (n + 2 * p - k) // s
        for n, k, s, p in zip(images.shape[2:], weight.shape[2:], pair(stride), pair(padding))
    ]
    if tuple(grad_output.shape) != (len(images), len(weight), *due):
        raise ValueError(f"grad_output has the shape {tuple(grad_output.shape)}")
    grad_images, grad_weight, grad_bias = Convolution.backward(
        (images.detach(), weight.detach(), pair(stride), pair(padding)), grad_output
    )
    return grad_images, grad_weight, grad_bias
