"""The bias is not drawn but copied from the first filter entries: starts equal to weights instead of independent.
Fails: initial values
"""


class Conv2d(nn.Module):
    def __init__(
        self, in_channels, out_channels, kernel_size, *, stride=1, padding=0, bias=True, generator=None
    ):
        super().__init__()
        if min(in_channels, out_channels, kernel_size) < 1:
            raise ValueError("at least 1 each")
        bound = 1 / math.sqrt(in_channels * kernel_size**2)
        weight = torch.empty(out_channels, in_channels, kernel_size, kernel_size)
        self.weight = nn.Parameter(weight.uniform_(-bound, bound, generator=generator))
        self.bias = nn.Parameter(self.weight.detach()[:, 0, 0, 0].clone()) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
