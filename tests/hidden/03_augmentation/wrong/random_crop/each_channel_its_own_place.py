"""Draws for each channel, too, and tears the colours apart.
Fails: windows
"""


def random_crop(images, padding, *, generator):
    count, channels, height, width = images.shape
    padded = F.pad(images, (padding,) * 4).flatten(0, 1)
    shape = (count * channels, 2)
    places = torch.randint(2 * padding + 1, shape, generator=generator, device=generator.device).tolist()
    cut = [p[y : y + height, x : x + width] for p, (y, x) in zip(padded, places, strict=True)]
    return torch.stack(cut).reshape(images.shape)
