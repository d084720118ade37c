"""Asks torch's pooling who has won.
Fails: written by hand
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    _, indices = nn.MaxPool2d(kernel_size, stride, return_indices=True)(images)
    flat = torch.zeros_like(images).flatten(2)
    return flat.scatter_add(2, indices.flatten(2), grad_output.flatten(2)).reshape(images.shape)
