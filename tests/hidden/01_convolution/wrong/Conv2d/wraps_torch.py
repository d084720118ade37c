"""Wraps torch's layer.
Fails: written by hand
"""


class Conv2d(nn.Module):
    def __init__(
        self, in_channels, out_channels, kernel_size, *, stride=1, padding=0, bias=True, generator=None
    ):
        super().__init__()
        layer = nn.Conv2d(in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=bias)
        bound = (in_channels * kernel_size**2) ** -0.5
        for parameter in layer.parameters():
            nn.init.uniform_(parameter, -bound, bound, generator=generator)
        self.weight, self.bias, self.__dict__["layer"] = layer.weight, layer.bias, layer

    def forward(self, images):
        return F.conv2d(images, self.weight, self.bias, self.layer.stride, self.layer.padding)
