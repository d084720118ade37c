"""Draws one column for the whole batch.
Fails: each image its own place
"""


def random_crop(images, padding, *, generator):
    count, _, height, width = images.shape
    padded = F.pad(images, [padding] * 4)
    top = torch.randint(2 * padding + 1, (count,), generator=generator, device=generator.device)
    left = torch.randint(2 * padding + 1, (1,), generator=generator, device=generator.device)
    places = zip(top.expand(count).tolist(), left.expand(count).tolist(), strict=True)
    return torch.stack(
        [one[:, y : y + height, x : x + width] for one, (y, x) in zip(padded, places, strict=True)]
    )
