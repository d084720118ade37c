"""Draws one place, and cuts the whole batch out there.
Fails: each image its own place
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    y, x = torch.randint(2 * padding + 1, (2,), generator=generator, device=generator.device).tolist()
    return F.pad(images, (padding,) * 4)[:, :, y : y + height, x : x + width].clone()
