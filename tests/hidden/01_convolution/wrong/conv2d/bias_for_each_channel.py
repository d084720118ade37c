"""Adds the bias once for each input channel.
Fails: bias
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    images = F.pad(images, (px, px, py, py))
    windows = images.unfold(2, h, sy).unfold(3, w, sx)
    output = 0
    for c in range(images.shape[1]):
        output = output + torch.einsum("nyxij,fij->nfyx", windows[:, c], weight[:, c])
        if bias is not None:
            output = output + bias[:, None, None]
    return output
