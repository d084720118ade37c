"""Marks a pixel as done once it has won.
Fails: overlapping windows
"""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    grad_images, done = torch.zeros_like(images), torch.zeros_like(images, dtype=torch.bool)
    for y in range(grad_output.shape[2]):
        for x in range(grad_output.shape[3]):
            place = (
                ...,
                slice(y * stride, y * stride + kernel_size),
                slice(x * stride, x * stride + kernel_size),
            )
            window = images[place].flatten(2)
            wins = F.one_hot(window.argmax(dim=2), kernel_size**2).bool().reshape(images[place].shape)
            wins &= ~done[place]
            done[place] |= wins
            grad_images[place] += wins * grad_output[:, :, y : y + 1, x : x + 1]
    return grad_images
