"""Rolls the image: what leaves on one side comes in on the other.
Fails: windows
"""


def random_crop(images, padding, *, generator):
    shape = (len(images), 2)
    shifts = torch.randint(-padding, padding + 1, shape, generator=generator, device=generator.device)
    return torch.stack([i.roll((y, x), (1, 2)) for i, (y, x) in zip(images, shifts.tolist(), strict=True)])
