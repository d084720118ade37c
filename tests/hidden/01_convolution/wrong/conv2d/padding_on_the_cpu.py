"""Pads into a tensor on the CPU, in the default dtype.
Fails: device parity
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    padded = torch.zeros(
        *images.shape[:2], images.shape[2] + 2 * py, images.shape[3] + 2 * px, dtype=images.dtype
    )
    padded[:, :, py : py + images.shape[2], px : px + images.shape[3]] = images
    images = padded
    windows = images.unfold(2, h, sy).unfold(3, w, sx)
    output = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    return output if bias is None else output + bias[:, None, None]
