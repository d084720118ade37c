"""Knows no pairs.
Fails: pairs
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    images = F.pad(images, (padding,) * 4)
    windows = images.unfold(2, weight.shape[2], stride).unfold(3, weight.shape[3], stride)
    output = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    return output if bias is None else output + bias[:, None, None]
