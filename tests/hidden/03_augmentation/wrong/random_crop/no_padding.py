"""Cuts smaller images out, as torchvision does when it is told a size.
Fails: windows
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2] - padding, images.shape[3] - padding
    places = torch.randint(
        padding + 1, (len(images), 2), generator=generator, device=generator.device
    ).tolist()
    return torch.stack(
        [i[:, y : y + height, x : x + width] for i, (y, x) in zip(images, places, strict=True)]
    )
