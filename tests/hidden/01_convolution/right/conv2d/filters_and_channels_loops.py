"""Loops over filters, channels and weights, never over pixels or images."""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.dim() != 4 or weight.dim() != 4 or images.shape[1] != weight.shape[1]:
        raise ValueError(f"shapes {tuple(images.shape)} and {tuple(weight.shape)} do not go together")
    sy, sx = stride if isinstance(stride, (tuple, list)) else [stride] * 2
    py, px = padding if isinstance(padding, (tuple, list)) else [padding] * 2
    padded = images.new_zeros(*images.shape[:2], images.shape[2] + 2 * py, images.shape[3] + 2 * px)
    padded[..., py : py + images.shape[2], px : px + images.shape[3]] = images
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("one bias for each filter, please")
    if padded.shape[2] < weight.shape[2] or padded.shape[3] < weight.shape[3]:
        raise ValueError("no room")
    maps = []
    for f in range(weight.shape[0]):
        total = 0
        for c in range(weight.shape[1]):
            for i in range(weight.shape[2]):
                for j in range(weight.shape[3]):
                    last_y = padded.shape[2] - weight.shape[2] + i + 1
                    last_x = padded.shape[3] - weight.shape[3] + j + 1
                    total = total + weight[f, c, i, j] * padded[:, c, i:last_y:sy, j:last_x:sx]
        maps.append(total if bias is None else total + bias[f])
    return torch.stack(maps, 1)
