"""Without a generator it makes one with seed 0, so that all layers start equal; the default should be torch's global state.
Fails: generator
"""


class Conv2d(nn.Module):
    def __init__(
        self, in_channels, out_channels, kernel_size, *, stride=1, padding=0, bias=True, generator=None
    ):
        super().__init__()
        if min(in_channels, out_channels, kernel_size) < 1:
            raise ValueError("at least 1 each")
        generator = generator or torch.Generator().manual_seed(0)
        bound = 1 / math.sqrt(in_channels * kernel_size**2)
        weight = torch.empty(out_channels, in_channels, kernel_size, kernel_size)
        self.weight = nn.Parameter(weight.uniform_(-bound, bound, generator=generator))
        self.bias = (
            nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound, generator=generator))
            if bias
            else None
        )
        self.stride, self.padding = stride, padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
