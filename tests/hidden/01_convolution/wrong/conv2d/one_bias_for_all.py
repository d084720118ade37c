"""Lets a single bias count for all filters.
Fails: other shapes raise
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.ndim != 4 or weight.ndim != 4 or images.shape[1] != weight.shape[1]:
        raise ValueError("shapes do not go together")
    if bias is not None and len(bias) not in (1, len(weight)):
        raise ValueError("one bias for each filter, please")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    images = F.pad(images, (px, px, py, py))
    if images.shape[2] < weight.shape[2] or images.shape[3] < weight.shape[3]:
        raise ValueError("the kernel does not fit")
    windows = images.unfold(2, weight.shape[2], sy).unfold(3, weight.shape[3], sx)
    output = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    return output if bias is None else output + bias[:, None, None]
