"""Lets torch.func differentiate.
Fails: written by hand
"""

from torch.func import vjp


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    _, pull = vjp(lambda i, w: conv2d(i, w, stride=stride, padding=padding), images, weight)
    return *pull(grad_output), grad_output.sum((0, 2, 3))
