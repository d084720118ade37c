"""Residual blocks, each with its own way around."""


class Down(nn.Module):
    def __init__(self, kind, before, after):
        super().__init__()
        step = 2 if kind == "stride" else 1
        self.first = nn.Conv2d(before, after, 3, step, 1, bias=False)
        self.second = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.around = nn.Conv2d(before, after, 1, step)
        self.norm = nn.BatchNorm2d(after)
        self.kind = kind

    def forward(self, maps):
        maps = self.norm(self.second(self.first(maps).relu())) + self.around(maps)
        if self.kind == "stride":
            return maps.relu()
        if self.kind == "blur":
            return blur_pool2d(maps.relu())
        pool = F.max_pool2d if self.kind == "max" else F.avg_pool2d
        return pool(maps.relu(), 2)


def build_reader(downsample, *, in_channels=1, num_classes=10, width=16):
    if downsample not in {"stride", "max", "avg", "blur"}:
        raise ValueError("downsample: stride, max, avg or blur")
    blocks = [Down(downsample, in_channels, width), Down(downsample, width, 2 * width)]
    return nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2 * width, num_classes))
