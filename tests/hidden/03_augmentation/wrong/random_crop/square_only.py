"""Cuts squares out, as high as wide.
Fails: windows
"""


def random_crop(images, padding, *, generator):
    size = images.shape[2]
    padded = F.pad(images, (padding,) * 4)
    places = torch.randint(2 * padding + 1, (len(images), 2), generator=generator, device=generator.device)
    cut = [p[:, y : y + size, x : x + size] for p, (y, x) in zip(padded, places.tolist(), strict=True)]
    return torch.stack(cut)
