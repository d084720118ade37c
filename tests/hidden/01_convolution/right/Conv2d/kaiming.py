"""As torch's own source: kaiming_uniform_ with a = √5; register_parameter; reset_parameters."""

from torch import Tensor


class Conv2d(torch.nn.Module):
    weight: Tensor
    bias: Tensor | None

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
        generator: torch.Generator | None = None,
    ) -> None:
        super(Conv2d, self).__init__()
        if in_channels < 1 or out_channels < 1 or kernel_size < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        self.options = dict(stride=stride, padding=padding)
        self.weight = nn.Parameter(torch.empty((out_channels, in_channels, kernel_size, kernel_size)))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters(generator)

    def reset_parameters(self, generator):
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5), generator=generator)
        if self.bias is not None:
            fan_in, _ = nn.init._calculate_fan_in_and_fan_out(self.weight)
            with torch.no_grad():
                self.bias.uniform_(-1 / math.sqrt(fan_in), 1 / math.sqrt(fan_in), generator=generator)

    def forward(self, input: Tensor) -> Tensor:
        print("forward", input.shape)
        return conv2d(input, self.weight, self.bias, **self.options)

    def extra_repr(self) -> str:
        return f"{self.options}"
