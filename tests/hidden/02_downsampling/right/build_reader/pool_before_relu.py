"""Pool, then batch norm and ReLU in place; the head takes the maximum of each map."""


class Blur(nn.Module):
    def __init__(self):
        super().__init__()
        row = torch.tensor([1.0, 2.0, 1.0]) / 4
        self.register_buffer("kernel", torch.outer(row, row), persistent=False)

    def forward(self, maps):
        N, C, H, W = maps.shape
        wide = F.pad(maps, (1, 1, 1, 1), "reflect" if min(H, W) > 1 else "replicate").reshape(
            N * C, 1, H + 2, W + 2
        )
        blurred = F.conv2d(wide, self.kernel[None, None], stride=2)
        return blurred.reshape(N, C, *blurred.shape[2:])


def build_reader(downsample, *, in_channels=1, num_classes=10, width=16):
    if downsample == "max":
        shrink = nn.MaxPool2d(2, ceil_mode=True)
    elif downsample == "avg":
        shrink = nn.AvgPool2d(2, ceil_mode=True)
    elif downsample == "blur":
        shrink = Blur()
    elif downsample == "stride":
        shrink = None
    else:
        raise ValueError(downsample)
    step = 1 if shrink else 2
    reader = nn.Sequential()
    for number in range(3):
        before = in_channels if number == 0 else width << (number - 1)
        reader.add_module(f"conv{number}", nn.Conv2d(before, width << number, 3, step, 1, bias=False))
        if shrink:
            reader.add_module(f"shrink{number}", shrink)
        reader.add_module(f"norm{number}", nn.BatchNorm2d(width << number))
        reader.add_module(f"relu{number}", nn.ReLU(inplace=True))
    reader.add_module("top", nn.AdaptiveMaxPool2d(1))
    reader.add_module("flatten", nn.Flatten())
    reader.add_module("head", nn.Linear(width << 2, num_classes))
    return reader
