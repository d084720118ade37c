"""Lets torch's own backward do it.
Fails: written by hand
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    _, indices = F.max_pool2d(images, kernel_size, stride, return_indices=True)
    k, s = [kernel_size] * 2, [stride] * 2
    return torch.ops.aten.max_pool2d_with_indices_backward(
        grad_output, images, k, s, [0, 0], [1, 1], False, indices
    )
