"""F.unfold and matmul, in a class."""


class Shape:
    """How large the output is."""

    def __init__(self, images, weight, stride, padding):
        self.sizes = [
            (n + 2 * p - k) // s + 1
            for n, k, s, p in zip(images.shape[2:], weight.shape[2:], self.pair(stride), self.pair(padding))
        ]

    @staticmethod
    def pair(x):
        return tuple(x) if hasattr(x, "__len__") else (x, x)


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.ndim != 4 or weight.ndim != 4:
        raise ValueError("four axes each, please")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("one bias for each filter, please")
    filters, channels, *kernel_size = weight.shape
    if channels != images.size(1):
        raise ValueError("channels")
    if min(Shape(images, weight, stride, padding).sizes) < 1:
        raise ValueError("too large a kernel")
    columns = F.unfold(images, kernel_size, stride=stride, padding=padding)
    out = weight.flatten(1) @ columns
    if bias is not None:
        out += bias.unsqueeze(1)
    return out.reshape(len(images), filters, *Shape(images, weight, stride, padding).sizes)
