"""Uses the same offset for rows and columns.
Fails: all places equally often
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    padded = F.pad(images, (padding,) * 4)
    offsets = torch.randint(2 * padding + 1, (len(images),), generator=generator, device=generator.device)
    cut = [p[:, o : o + height, o : o + width] for p, o in zip(padded, offsets.tolist(), strict=True)]
    return torch.stack(cut)
