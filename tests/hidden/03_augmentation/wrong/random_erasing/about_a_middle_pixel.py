"""Paints from -size // 2 to +size // 2 about a pixel: even sizes get one too large.
Fails: squares
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    half = size // 2
    output = images.clone()
    for image in output:
        y = torch.randint(
            half, max(height - half, half + 1), (), generator=generator, device=generator.device
        )
        x = torch.randint(half, max(width - half, half + 1), (), generator=generator, device=generator.device)
        image[:, y - half : y + half + 1, x - half : x + half + 1] = value
    return output
