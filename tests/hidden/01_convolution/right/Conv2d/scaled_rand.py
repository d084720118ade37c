"""torch.rand, scaled, in a helper; a base class in between."""


def spread(generator, *shape):
    device = generator.device if generator is not None else None
    return 2 * torch.rand(shape, generator=generator, device=device) - 1


class Layer(nn.Module):
    def __init__(self, **options):
        super().__init__()
        self.__dict__.update(options)


class Conv2d(Layer):
    def __init__(
        self, in_channels, out_channels, kernel_size, *, stride=1, padding=0, bias=True, generator=None
    ):
        super().__init__(stride=stride, padding=padding)
        if not all(size > 0 for size in (in_channels, out_channels, kernel_size)):
            raise ValueError("sizes must be positive")
        k = (in_channels * kernel_size**2) ** -0.5
        if bias:
            self.bias = nn.Parameter(k * spread(generator, out_channels))
        self.weight = nn.Parameter(k * spread(generator, out_channels, in_channels, kernel_size, kernel_size))

    def forward(self, x):
        return conv2d(x, self.weight, getattr(self, "bias", None), stride=self.stride, padding=self.padding)
