"""Two convolutions in a block, downsampled at two places, and a head over 2 × 2 places."""


class Apply2(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, maps):
        return self.function(maps)


def build_reader(downsample, *, in_channels=1, num_classes=10, width=16):
    makers = dict(
        stride=lambda c: [nn.Conv2d(c, c, 3, 2, 1)],
        max=lambda c: [nn.Conv2d(c, c, 3, 1, 1), nn.MaxPool2d(3, 2, 1)],
        avg=lambda c: [nn.Conv2d(c, c, 3, 1, 1), nn.AvgPool2d(3, 2, 1)],
        blur=lambda c: [nn.Conv2d(c, c, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2, 1), Apply2(blur_pool2d)],
    )
    try:
        make = makers[downsample]
    except KeyError:
        raise ValueError(f"{downsample!r} is none of {', '.join(makers)}") from None

    def block(a, b):
        return nn.Sequential(
            nn.Conv2d(a, b, 3, 2 if downsample == "stride" else 1, 1), nn.ReLU(), *make(b), nn.ReLU()
        )

    body = nn.Sequential(block(in_channels, width), block(width, 2 * width))
    head = nn.Sequential(nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(8 * width, num_classes))
    return nn.Sequential(body, head)
