"""A module that calls the notebook's own pools between its convolutions."""


class Reader(nn.Module):
    SHRINK = {
        "stride": lambda maps: maps,
        "max": lambda maps: max_pool2d(maps, 2),
        "avg": lambda maps: avg_pool2d(maps, 2),
        "blur": lambda maps: blur_pool2d(maps, stride=2),
    }

    def __init__(self, kind, in_channels, num_classes, width):
        super().__init__()
        self.kind = kind
        widths = [in_channels, width, width * 2, width * 4]
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, 3, stride=1 + (kind == "stride"), padding=1) for a, b in zip(widths, widths[1:])
        )
        self.head = nn.Linear(widths[-1], num_classes)

    def forward(self, images):
        for conv in self.convs:
            images = self.SHRINK[self.kind](torch.relu(conv(images)))
        return self.head(global_avg_pool(images))


def build_reader(downsample, *, in_channels=1, num_classes=10, width=16):
    if downsample not in Reader.SHRINK:
        raise ValueError(f"one of {list(Reader.SHRINK)}, please, not {downsample}")
    return Reader(downsample, in_channels, num_classes, width)
