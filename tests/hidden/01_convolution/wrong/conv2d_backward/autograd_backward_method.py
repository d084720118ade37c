"""Calls backward() on the output of the notebook's conv2d.
Fails: written by hand
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    with torch.enable_grad():
        images, weight = images.clone().requires_grad_(), weight.clone().requires_grad_()
        conv2d(images, weight, stride=stride, padding=padding).backward(grad_output)
    return images.grad, weight.grad, grad_output.sum((0, 2, 3))
