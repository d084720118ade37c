"""Takes any grad_output.
Fails: other shapes raise
"""


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    H, W = images.shape[2:]
    rows, cols = grad_output.shape[2:]
    padded = F.pad(images, (px, px, py, py))
    grad_padded, grad_weight = torch.zeros_like(padded), torch.zeros_like(weight)
    for i in range(weight.shape[2]):
        for j in range(weight.shape[3]):
            ys = slice(i, i + sy * (rows - 1) + 1, sy)
            xs = slice(j, j + sx * (cols - 1) + 1, sx)
            grad_weight[:, :, i, j] = torch.einsum("nfyx,ncyx->fc", grad_output, padded[:, :, ys, xs])
            grad_padded[:, :, ys, xs] += torch.einsum("nfyx,fc->ncyx", grad_output, weight[:, :, i, j])
    return grad_padded[:, :, py : py + H, px : px + W], grad_weight, grad_output.sum((0, 2, 3))
