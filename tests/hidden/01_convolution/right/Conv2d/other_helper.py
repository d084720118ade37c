"""Runs a helper of its own, without padding in the helper, and adds the bias itself."""


def _windows(images, size, stride):
    return images.unfold(2, size, stride).unfold(3, size, stride)


class Conv2d(nn.Module):
    def __init__(
        self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True, generator=None
    ):
        super().__init__()
        if in_channels < 1 or out_channels < 1 or kernel_size < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        self.size, self.stride, self.padding = kernel_size, stride, padding
        bound = in_channels**-0.5 / kernel_size
        draw = (
            torch.distributions.Uniform(-bound, bound).sample
            if generator is None
            else (lambda shape: torch.empty(shape).uniform_(-bound, bound, generator=generator))
        )
        self.weight = nn.Parameter(draw((out_channels, in_channels, kernel_size, kernel_size)))
        self.bias = nn.Parameter(draw((out_channels,))) if bias else None

    def forward(self, images):
        output = torch.tensordot(
            _windows(pad2d(images, self.padding), self.size, self.stride), self.weight, ([1, 4, 5], [1, 2, 3])
        )
        output = output.movedim(-1, 1)
        return output if self.bias is None else output + self.bias[:, None, None]
