"""Uses the first channel only.
Fails: stride 1
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    images = F.pad(images, (px, px, py, py))
    windows = images.unfold(2, h, sy).unfold(3, w, sx)
    output = torch.einsum("nyxij,fij->nfyx", windows[:, 0], weight[:, 0])
    return output if bias is None else output + bias[:, None, None]
