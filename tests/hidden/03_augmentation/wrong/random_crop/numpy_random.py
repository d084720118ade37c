"""Draws columns by NumPy's global state, and only rows by the generator.
Fails: generator
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    rows = torch.randint(
        2 * padding + 1, (len(images),), generator=generator, device=generator.device
    ).tolist()
    cut = []
    for padded, y in zip(F.pad(images, (padding,) * 4), rows, strict=True):
        x = np.random.randint(0, 2 * padding + 1)
        cut.append(padded[:, y : y + height, x : x + width])
    return torch.stack(cut)
