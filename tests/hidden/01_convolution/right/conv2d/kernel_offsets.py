"""A loop over the kernel's offsets; one einsum for each."""


def _pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.ndim != 4 or weight.ndim != 4:
        raise ValueError("four axes each, please")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("one bias for each filter, please")
    if images.shape[1] != weight.shape[1]:
        raise ValueError(f"expected images with {weight.shape[1]} channels, got {images.shape[1]}")
    (sy, sx), (py, px) = _pair(stride), _pair(padding)
    images = pad2d(images, (py, py, px, px))
    h, w = weight.shape[2:]
    rows = conv_output_size(images.shape[2], h, stride=sy)
    cols = conv_output_size(images.shape[3], w, stride=sx)
    output = 0
    for i in range(h):
        for j in range(w):
            patch = images[:, :, i : i + sy * (rows - 1) + 1 : sy, j : j + sx * (cols - 1) + 1 : sx]
            output = output + torch.einsum("nchw,fc->nfhw", patch, weight[:, :, i, j])
    return output if bias is None else output + bias[:, None, None]
