"""Draws from torch's global state, after seeding it by the generator.
Fails: generator
"""


def random_crop(images, padding, *, generator):
    torch.manual_seed(torch.randint(2**31, (), generator=generator, device=generator.device).item())
    height, width = images.shape[2:]
    padded = F.pad(images, (padding,) * 4)
    places = torch.randint(2 * padding + 1, (len(images), 2)).tolist()
    return torch.stack(
        [p[:, y : y + height, x : x + width] for p, (y, x) in zip(padded, places, strict=True)]
    )
