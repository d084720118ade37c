"""Calls backward on the images themselves.
Fails: input is left alone
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    images.requires_grad_()
    output = images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).flatten(4).max(dim=4).values
    output.backward(grad_output)
    return images.grad
