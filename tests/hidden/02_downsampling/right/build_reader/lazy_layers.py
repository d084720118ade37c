"""Layers that learn their channels at the first call, and a blur made of torch's means."""


def build_reader(downsample, *, in_channels=1, num_classes=10, width=16):
    ways = {
        "stride": [],
        "max": [nn.MaxPool2d(2)],
        "avg": [nn.AvgPool2d(2)],
        "blur": [nn.ReflectionPad2d(1), nn.AvgPool2d(2, 1), nn.AvgPool2d(2, 2)],
    }
    if downsample not in ways:
        raise ValueError(f"{downsample!r} is not in {sorted(ways)}")
    layers = []
    for number in range(3):
        layers.append(nn.LazyConv2d(width * 2**number, 3, stride=1 if ways[downsample] else 2, padding=1))
        layers += [nn.LazyBatchNorm2d(), nn.ReLU(), *ways[downsample]]
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.1), nn.LazyLinear(num_classes)
    )
