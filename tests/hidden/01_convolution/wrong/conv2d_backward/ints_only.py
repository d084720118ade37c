"""Knows no pairs.
Fails: pairs
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    padded = F.pad(images, (padding,) * 4)
    grad_padded, grad_weight = torch.zeros_like(padded), torch.zeros_like(weight)
    h, w = weight.shape[2:]
    for y in range(grad_output.shape[2]):
        for x in range(grad_output.shape[3]):
            ys, xs = slice(y * stride, y * stride + h), slice(x * stride, x * stride + w)
            grad_weight += torch.einsum("nf,ncij->fcij", grad_output[:, :, y, x], padded[:, :, ys, xs])
            grad_padded[:, :, ys, xs] += torch.einsum("nf,fcij->ncij", grad_output[:, :, y, x], weight)
    H, W = images.shape[2:]
    grad_images = grad_padded[:, :, padding : padding + H, padding : padding + W]
    return grad_images, grad_weight, grad_output.sum((0, 2, 3))
