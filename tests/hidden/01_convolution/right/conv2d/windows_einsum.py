"""Tensor.unfold and one einsum."""


def conv2d(images: torch.Tensor, weight: torch.Tensor, bias=None, *, stride=1, padding=0) -> torch.Tensor:
    if images.ndim != 4 or weight.ndim != 4:
        raise ValueError("four axes each, please")
    if images.shape[1] != weight.shape[1]:
        raise ValueError(f"expected {weight.shape[1]} channels, got {images.shape[1]}")
    stride_y, stride_x = (stride, stride) if isinstance(stride, int) else stride
    pad_y, pad_x = (padding, padding) if isinstance(padding, int) else padding
    padded = F.pad(images, (pad_x, pad_x, pad_y, pad_y))
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("one bias for each filter, please")
    if padded.shape[2] < weight.shape[2] or padded.shape[3] < weight.shape[3]:
        raise ValueError("the kernel does not fit into the padded images")
    windows = padded.unfold(2, weight.shape[2], stride_y).unfold(3, weight.shape[3], stride_x)
    output = torch.einsum("ncyxij,fcij->nfyx", windows, weight)
    if bias is not None:
        output = output + bias.view(1, -1, 1, 1)
    return output
