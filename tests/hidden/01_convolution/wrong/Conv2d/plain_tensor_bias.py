"""Makes only the weight a parameter.
Fails: state dict
"""


class Conv2d(nn.Module):
    def __init__(
        self, in_channels, out_channels, kernel_size, *, stride=1, padding=0, bias=True, generator=None
    ):
        super().__init__()
        if min(in_channels, out_channels, kernel_size) < 1:
            raise ValueError("all sizes must be at least 1")
        self.stride, self.padding = stride, padding
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        bound = 1 / math.sqrt(in_channels * kernel_size * kernel_size)
        self.weight = nn.Parameter(torch.empty(shape).uniform_(-bound, bound, generator=generator))
        if bias:
            self.bias = torch.empty(out_channels).uniform_(-bound, bound, generator=generator)
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
