"""A border of NaN, which the mean leaves out."""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    stride = kernel_size if stride is None else stride

    x = images.to(torch.result_type(images, 1.0))
    border = 0.0 if count_include_pad else float("nan")
    x = F.pad(x, (padding,) * 4, value=border)
    return x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).nanmean(dim=(-2, -1))
