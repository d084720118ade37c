"""Builds the mask on the generator's device, and leaves it there.
Fails: device parity
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    sides = []
    for length in images.shape[2:]:
        shape = (len(images), 1)
        start = torch.randint(length - size + 1, shape, generator=generator, device=generator.device)
        place = torch.arange(length, device=generator.device)
        sides.append((start <= place) & (place < start + size))
    rows, cols = sides
    return images.masked_fill(rows[:, None, :, None] & cols[:, None, None, :], value)
