"""Draws the corner anywhere and pushes it back inside: the border comes too often.
Fails: all places equally often
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    output = images.clone()
    for image in output:
        y = torch.randint(height, (), generator=generator, device=generator.device).item()
        x = torch.randint(width, (), generator=generator, device=generator.device).item()
        y, x = min(y, height - size), min(x, width - size)
        image[:, y : y + size, x : x + size] = value
    return output
