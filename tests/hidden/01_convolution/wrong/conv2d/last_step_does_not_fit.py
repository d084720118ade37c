"""Takes a last step that does not fit.
Fails: stride and padding
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    rows, cols = (
        -((2 * p + n - k) // -s) for n, k, s, p in zip(images.shape[2:], (h, w), (sy, sx), (py, px))
    )
    missing = [
        (c * s + k) - (n + 2 * p)
        for c, n, k, s, p in zip((rows, cols), images.shape[2:], (h, w), (sy, sx), (py, px))
    ]
    images = F.pad(images, (px, px + missing[1], py, py + missing[0]))
    windows = images.unfold(2, h, sy).unfold(3, w, sx)
    output = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    return output if bias is None else output + bias[:, None, None]
