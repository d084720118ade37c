"""Has no place left for a square as large as the image.
Fails: squares
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    output = images.clone()
    for image in output:
        y = torch.randint(height - size, (), generator=generator, device=generator.device).item()
        x = torch.randint(width - size, (), generator=generator, device=generator.device).item()
        image[:, y : y + size, x : x + size] = value
    return output
