"""Makes a generator of its own from the seed of the given one: every call draws the same.
Fails: generator
"""


def random_crop(images, padding, *, generator):
    own = torch.Generator().manual_seed(generator.initial_seed())
    height, width = images.shape[2:]
    padded = F.pad(images, (padding,) * 4)
    places = torch.randint(2 * padding + 1, (len(images), 2), generator=own).tolist()
    return torch.stack(
        [p[:, y : y + height, x : x + width] for p, (y, x) in zip(padded, places, strict=True)]
    )
