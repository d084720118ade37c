"""Takes the images' memory for contiguous.
Fails: input is left alone
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    if py or px:
        images = F.pad(images, (px, px, py, py))
    N, C, H, W = images.shape
    size = (N, C, 1 + (H - h) // sy, 1 + (W - w) // sx, h, w)
    windows = images.as_strided(size, (C * H * W, H * W, W * sy, sx, W, 1))
    output = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    return output if bias is None else output + bias[:, None, None]
