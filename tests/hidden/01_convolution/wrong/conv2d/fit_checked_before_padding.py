"""Compares the kernel with the images as they came, before they are padded.

Fails: other shapes raise
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    (down, right), (rows, cols) = pair(stride), pair(padding)
    if images.ndim != 4 or weight.ndim != 4 or images.shape[1] != weight.shape[1]:
        raise ValueError("the channels of images and weight must agree")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("there must be one bias for each filter")
    if weight.shape[2] > images.shape[2] or weight.shape[3] > images.shape[3]:
        raise ValueError("the kernel must fit into the images")
    padded = pad2d(images, (rows, rows, cols, cols))
    windows = padded.unfold(2, weight.shape[2], down).unfold(3, weight.shape[3], right)
    maps = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    return maps if bias is None else maps + bias[:, None, None]
