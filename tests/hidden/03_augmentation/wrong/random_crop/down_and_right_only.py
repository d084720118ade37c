"""Pads above and left only: images never move up or left.
Fails: all places equally often
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    padded = F.pad(images, (padding, 0, padding, 0))
    places = torch.randint(
        padding + 1, (len(images), 2), generator=generator, device=generator.device
    ).tolist()
    return torch.stack(
        [p[:, y : y + height, x : x + width] for p, (y, x) in zip(padded, places, strict=True)]
    )
