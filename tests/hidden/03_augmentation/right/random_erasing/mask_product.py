"""Multiplies by a mask and adds the value where the mask is 0."""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError("the square does not fit")
    mask = torch.ones_like(images[:, :1])
    for plane in mask[:, 0]:
        y, x = (
            int(torch.randint(length - size + 1, (1,), generator=generator, device=generator.device))
            for length in plane.shape
        )
        plane[y : y + size, x : x + size] = 0
    return images * mask + value * (1 - mask)
