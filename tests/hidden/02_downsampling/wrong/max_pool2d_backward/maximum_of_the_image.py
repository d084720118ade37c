"""Looks for the window's maximum in the whole image, ties included.
Fails: ties
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    grad_images = torch.zeros_like(images)
    for n in range(images.shape[0]):
        for c in range(images.shape[1]):
            for y in range(grad_output.shape[2]):
                for x in range(grad_output.shape[3]):
                    window = images[
                        n, c, y * stride : y * stride + kernel_size, x * stride : x * stride + kernel_size
                    ]
                    row, col = (images[n, c] == window.max()).nonzero()[0]
                    grad_images[n, c, row, col] += grad_output[n, c, y, x]
    return grad_images
