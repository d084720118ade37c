"""Windows as a view of the memory, with the tensor's own strides."""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    step = kernel_size if stride is None else stride
    padded = F.pad(images, [padding] * 4, value=float("-inf")).contiguous()
    N, C, H, W = padded.shape
    a, b, c, d = padded.stride()
    shape = (N, C, (H - kernel_size) // step + 1, (W - kernel_size) // step + 1, kernel_size, kernel_size)
    with torch.no_grad():
        return padded.as_strided(shape, (a, b, step * c, step * d, c, d)).amax((-2, -1))
