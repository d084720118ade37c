"""Gives the gradient to each of several largest pixels.
Fails: ties
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    grad_images = torch.zeros_like(images)
    for y in range(grad_output.shape[2]):
        for x in range(grad_output.shape[3]):
            place = (
                ...,
                slice(y * stride, y * stride + kernel_size),
                slice(x * stride, x * stride + kernel_size),
            )
            window = images[place]
            wins = window == window.amax(dim=(2, 3), keepdim=True)
            grad_images[place] += wins * grad_output[:, :, y : y + 1, x : x + 1]
    return grad_images
