"""One image after the other, its place drawn when its turn comes."""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    cut = []
    for padded in F.pad(images, (padding,) * 4):
        y, x = torch.randint(0, 2 * padding + 1, (2,), generator=generator, device=generator.device).tolist()
        cut.append(padded[:, y : y + height, x : x + width])
    return torch.stack(cut)
