"""nn.init.uniform_ with the generator."""


class Conv2d(nn.Module):
    def __init__(
        self, in_channels, out_channels, kernel_size, *, stride=1, padding=0, bias=True, generator=None
    ):
        super().__init__()
        h, w = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        if min(in_channels, out_channels, h, w) <= 0:
            raise ValueError("there must be something to learn")
        self.stride, self.padding = stride, padding
        bound = 1 / math.sqrt(in_channels * h * w)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, h, w))
        self.bias = nn.Parameter(torch.empty(out_channels)) if bias else None
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound, generator=generator)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
