"""Gives the images in another order.
Fails: windows
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    places = torch.randint(2 * padding + 1, (len(images), 2), generator=generator, device=generator.device)
    cut = []
    for (y, x), padded in zip(places.tolist(), F.pad(images, (padding,) * 4).flip(0), strict=True):
        cut.append(padded[:, y : y + height, x : x + width])
    return torch.stack(cut)
