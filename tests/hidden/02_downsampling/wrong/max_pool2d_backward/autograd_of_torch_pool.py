"""Autograd through torch's pooling.
Fails: written by hand
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    x = images.detach().clone().requires_grad_()
    F.max_pool2d(x, kernel_size, stride).backward(grad_output)
    return x.grad
