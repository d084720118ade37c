"""In double precision, and back."""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    dtype = images.dtype if images.is_floating_point() else torch.get_default_dtype()
    step = kernel_size if stride is None else stride

    def windows(values):
        return F.pad(values, (padding,) * 4).unfold(2, kernel_size, step).unfold(3, kernel_size, step)

    means = windows(images.double()).mean(dim=(-2, -1))
    if not count_include_pad:
        means = means / windows(torch.ones_like(images, dtype=torch.float64)).mean(dim=(-2, -1))
    return means.to(dtype)
