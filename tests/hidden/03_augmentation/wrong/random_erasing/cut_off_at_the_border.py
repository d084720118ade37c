"""Draws the middle of the square anywhere, as cutout does: at a border it is smaller.
Fails: squares
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    output = images.clone()
    for image in output:
        y = torch.randint(height, (), generator=generator, device=generator.device).item() - size // 2
        x = torch.randint(width, (), generator=generator, device=generator.device).item() - size // 2
        image[:, max(y, 0) : y + size, max(x, 0) : x + size] = value
    return output
