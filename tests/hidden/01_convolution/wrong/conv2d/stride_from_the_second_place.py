"""Subsamples the dense output from the wrong offset.
Fails: stride and padding
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    images = F.pad(images, (px, px, py, py))
    windows = images.unfold(2, h, 1).unfold(3, w, 1)[:, :, sy - 1 :: sy, sx - 1 :: sx]
    output = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    return output if bias is None else output + bias[:, None, None]
