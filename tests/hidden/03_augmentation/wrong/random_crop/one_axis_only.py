"""Moves to the side, never up or down.
Fails: all places equally often
"""


def random_crop(images, padding, *, generator):
    width = images.shape[3]
    padded = F.pad(images, (padding, padding))
    places = torch.randint(
        2 * padding + 1, (len(images),), generator=generator, device=generator.device
    ).tolist()
    return torch.stack([p[:, :, x : x + width] for p, x in zip(padded, places, strict=True)])
