"""Lets autograd differentiate the notebook's conv2d.
Fails: written by hand
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    images, weight = images.detach().requires_grad_(), weight.detach().requires_grad_()
    bias = torch.zeros_like(weight[:, 0, 0, 0]).requires_grad_()
    output = conv2d(images, weight, bias, stride=stride, padding=padding)
    return torch.autograd.grad(output, (images, weight, bias), grad_output)
