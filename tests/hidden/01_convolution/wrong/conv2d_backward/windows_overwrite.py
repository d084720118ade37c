"""Overwrites where windows overlap, instead of adding.
Fails: grad images
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    (N, C, H, W), (filters, _, h, w), (rows, cols) = images.shape, weight.shape, grad_output.shape[2:]
    padded = F.pad(images, (px, px, py, py))
    grad_padded, grad_weight = torch.zeros_like(padded), torch.zeros_like(weight)
    for y in range(rows):
        for x in range(cols):
            ys, xs = slice(y * sy, y * sy + h), slice(x * sx, x * sx + w)
            grad_weight += torch.einsum("nf,ncij->fcij", grad_output[:, :, y, x], padded[:, :, ys, xs])
            grad_padded[:, :, ys, xs] = torch.einsum("nf,fcij->ncij", grad_output[:, :, y, x], weight)
    grad_images = grad_padded[:, :, py : py + H, px : px + W]
    return grad_images, grad_weight, grad_output.sum((0, 2, 3))
