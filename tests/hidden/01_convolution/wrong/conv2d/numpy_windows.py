"""Goes through NumPy.
Fails: device parity
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    h, w = weight.shape[2:]
    images = F.pad(images, (px, px, py, py)).numpy()
    windows = np.lib.stride_tricks.sliding_window_view(images, (h, w), axis=(2, 3))[:, :, ::sy, ::sx]
    output = torch.from_numpy(np.einsum("ncyxij,fcij->nfyx", windows, weight.numpy()))
    return output if bias is None else output + bias[:, None, None]
