"""Calls torch.nn.grad.
Fails: written by hand
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    grad_images = torch.nn.grad.conv2d_input(
        images.shape, weight, grad_output, stride=stride, padding=padding
    )
    grad_weight = torch.nn.grad.conv2d_weight(
        images, weight.shape, grad_output, stride=stride, padding=padding
    )
    return grad_images, grad_weight, grad_output.sum((0, 2, 3))
