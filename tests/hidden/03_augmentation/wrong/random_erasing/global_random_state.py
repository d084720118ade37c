"""Draws without the generator.
Fails: generator
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    output = images.clone()
    for image in output:
        y, x = torch.randint(height - size + 1, ()).item(), torch.randint(width - size + 1, ()).item()
        image[:, y : y + size, x : x + size] = value
    return output
