"""Written for one image, and vmapped over the batch."""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.ndim != 4 or weight.ndim != 4:
        raise ValueError("four axes each, please")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("one bias for each filter, please")
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channel mismatch")
    pair = lambda x: (x, x) if isinstance(x, int) else x
    (sy, sx), (py, px) = pair(stride), pair(padding)

    if images.shape[2] + 2 * py < weight.shape[2] or images.shape[3] + 2 * px < weight.shape[3]:
        raise ValueError("the kernel does not fit")

    def one(image):
        windows = F.pad(image, (px, px, py, py)).unfold(1, weight.shape[2], sy).unfold(2, weight.shape[3], sx)
        return (windows.unsqueeze(0) * weight[:, :, None, None]).sum((1, 4, 5))

    output = torch.vmap(one)(images)
    return output if bias is None else output + bias.reshape(-1, 1, 1)
