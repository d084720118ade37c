"""Draws on the images' device, where a generator of the CPU cannot draw.
Fails: device parity
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    output = images.clone()
    for image in output:
        y = torch.randint(height - size + 1, (), generator=generator, device=images.device).item()
        x = torch.randint(width - size + 1, (), generator=generator, device=images.device).item()
        image[:, y : y + size, x : x + size] = value
    return output
