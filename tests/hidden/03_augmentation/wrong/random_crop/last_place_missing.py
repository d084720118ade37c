"""Takes the end of randint for included: the last place never comes.
Fails: all places equally often
"""


def random_crop(images, padding, *, generator):
    if padding == 0:
        return images.clone()
    height, width = images.shape[2:]
    padded = F.pad(images, (padding,) * 4)
    places = torch.randint(0, 2 * padding, (len(images), 2), generator=generator, device=generator.device)
    cut = [p[:, y : y + height, x : x + width] for p, (y, x) in zip(padded, places.tolist(), strict=True)]
    return torch.stack(cut)
