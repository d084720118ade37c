"""Refuses a square as large as the image.
Fails: squares
"""


def random_erasing(images, size, *, value=0.0, generator):
    height, width = images.shape[2:]
    if size >= min(height, width):
        raise ValueError(f"a square of {size} px does not fit")
    output = images.clone()
    for image in output:
        y = torch.randint(height - size + 1, (), generator=generator, device=generator.device).item()
        x = torch.randint(width - size + 1, (), generator=generator, device=generator.device).item()
        image[:, y : y + size, x : x + size] = value
    return output
