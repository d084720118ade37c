"""One place at a time.
Fails: vectorised
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    images = F.pad(images, (px, px, py, py))
    rows, cols = 1 + (images.shape[2] - h) // sy, 1 + (images.shape[3] - w) // sx
    output = images.new_zeros(len(images), len(weight), rows, cols)
    for y in range(rows):
        for x in range(cols):
            window = images[:, :, y * sy : y * sy + h, x * sx : x * sx + w]
            output[:, :, y, x] = torch.einsum("ncij,fcij->nf", window, weight)
    return output if bias is None else output + bias[:, None, None]
