"""Draws on the CPU, where a generator of the accelerator cannot draw.
Fails: device parity
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    padded = F.pad(images, (padding,) * 4)
    places = torch.randint(2 * padding + 1, (len(images), 2), generator=generator)
    cut = [p[:, y : y + height, x : x + width] for p, (y, x) in zip(padded, places.tolist(), strict=True)]
    return torch.stack(cut)
