"""Has max and avg the wrong way round.
Fails: max and avg are not swapped
"""


def binomial(maps):
    C = maps.shape[1]
    taps = torch.tensor([1, 2, 1], dtype=maps.dtype, device=maps.device) / 4
    weight = (taps[:, None] * taps).expand(C, 1, 3, 3)
    return F.conv2d(F.pad(maps, (1, 1, 1, 1), mode="reflect"), weight, stride=2, groups=C)


class Blur(nn.Module):
    def forward(self, maps):
        return binomial(maps)


def build_reader(downsample, *, in_channels=1, num_classes=10, width=16):
    pools = {
        "stride": nn.Identity,
        "avg": lambda: nn.MaxPool2d(2),
        "max": lambda: nn.AvgPool2d(2),
        "blur": Blur,
    }
    if downsample not in pools:
        raise ValueError(f"unknown: {downsample}")
    stride = 2 if downsample == "stride" else 1
    layers, channels = [], in_channels
    for filters in (width, 2 * width, 4 * width):
        layers.append(nn.Conv2d(channels, filters, 3, stride=stride, padding=1))
        layers.append(nn.ReLU())
        layers.append(pools[downsample]())
        channels = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes))
