"""Lets torch do it, with one axis more.
Fails: written by hand
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    images = F.pad(images, (px, px, py, py))
    return F.conv3d(images.unsqueeze(2), weight.unsqueeze(2), bias, stride=(1, sy, sx)).squeeze(2)
