"""Slices with minus padding, which is empty at 0.
Fails: no padding
"""


def random_crop(images, padding, *, generator):
    padded = F.pad(images, (2 * padding,) * 4)
    shape = (len(images), 2)
    shifts = torch.randint(-padding, padding + 1, shape, generator=generator, device=generator.device)
    cut = []
    for image, (y, x) in zip(padded, shifts.tolist(), strict=True):
        cut.append(image.roll((y, x), (1, 2))[:, 2 * padding : -2 * padding, 2 * padding : -2 * padding])
    return torch.stack(cut)
