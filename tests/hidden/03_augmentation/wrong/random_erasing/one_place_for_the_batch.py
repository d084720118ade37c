"""Paints all images at the same place.
Fails: each image its own place
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    y = torch.randint(height - size + 1, (), generator=generator, device=generator.device).item()
    x = torch.randint(width - size + 1, (), generator=generator, device=generator.device).item()
    output = images.clone()
    output[:, :, y : y + size, x : x + size] = value
    return output
