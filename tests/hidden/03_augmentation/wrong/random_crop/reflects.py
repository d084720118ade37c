"""Fills the border with the mirrored image.
Fails: windows
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    mode = "reflect" if padding < min(height, width) else "replicate"
    padded = F.pad(images, (padding,) * 4, mode=mode)
    places = torch.randint(2 * padding + 1, (len(images), 2), generator=generator, device=generator.device)
    cut = [p[:, y : y + height, x : x + width] for p, (y, x) in zip(padded, places.tolist(), strict=True)]
    return torch.stack(cut)
