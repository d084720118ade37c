"""Lets a square pass that is higher than the image, when it is wide.
Fails: too large raises
"""


def random_erasing(images, size, *, value=0.0, generator):
    height, width = images.shape[2:]
    if size > max(height, width):
        raise ValueError(f"a square of {size} px does not fit")
    output = images.clone()
    for image in output:
        y = torch.randint(max(height - size, 0) + 1, (), generator=generator, device=generator.device).item()
        x = torch.randint(max(width - size, 0) + 1, (), generator=generator, device=generator.device).item()
        image[:, y : y + size, x : x + size] = value
    return output
