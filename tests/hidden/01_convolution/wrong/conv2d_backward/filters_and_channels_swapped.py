"""Takes the weight's axes for (C, F, h, w) where there are as many filters as channels: grad_images wrong for F = C > 1.
Fails: grad images
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    (sy, sx), (py, px) = pair(stride), pair(padding)
    (H, W), (h, w) = images.shape[2:], weight.shape[2:]
    rows = conv_output_size(H, h, stride=sy, padding=py)
    cols = conv_output_size(W, w, stride=sx, padding=px)
    if grad_output.shape != (len(images), len(weight), rows, cols):
        raise ValueError("grad_output has not the shape of the result")
    padded = pad2d(images, (py, py, px, px))
    grad_padded, grad_weight = torch.zeros_like(padded), torch.zeros_like(weight)
    taps = weight if weight.shape[0] == images.shape[1] else weight.transpose(0, 1)  # (C, F, h, w)
    for i in range(h):
        for j in range(w):
            met = (..., slice(i, i + sy * rows, sy), slice(j, j + sx * cols, sx))
            grad_weight[:, :, i, j] = torch.einsum("nfyx,ncyx->fc", grad_output, padded[met])
            grad_padded[met] += torch.einsum("nfyx,cf->ncyx", grad_output, taps[:, :, i, j])
    grad_images = grad_padded[:, :, py : py + H, px : px + W]
    return grad_images, grad_weight, grad_output.sum(dim=(0, 2, 3))
