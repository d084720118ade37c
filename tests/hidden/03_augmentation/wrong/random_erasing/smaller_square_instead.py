"""Shrinks a square that does not fit.
Fails: too large raises
"""


def random_erasing(images, size, *, value=0.0, generator):
    height, width = images.shape[2:]
    size = min(size, height, width)
    output = images.clone()
    for image in output:
        y = torch.randint(height - size + 1, (), generator=generator, device=generator.device).item()
        x = torch.randint(width - size + 1, (), generator=generator, device=generator.device).item()
        image[:, y : y + size, x : x + size] = value
    return output
