"""Goes through the places of the window in reading order and gives what is still to be given."""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    rows, cols = grad_output.shape[2:]
    grad_images = images.new_zeros(images.shape)
    best = images.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax((4, 5))
    left = grad_output.clone()
    for i in range(kernel_size):
        for j in range(kernel_size):
            part = (
                ...,
                slice(i, i + stride * (rows - 1) + 1, stride),
                slice(j, j + stride * (cols - 1) + 1, stride),
            )
            wins = images[part] == best
            grad_images[part] += torch.where(wins, left, torch.zeros_like(left))
            left = left.masked_fill(wins, 0)
    return grad_images
