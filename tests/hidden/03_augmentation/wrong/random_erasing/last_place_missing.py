"""Never touches the lower and the right border.
Fails: all places equally often
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    output = images.clone()
    for image in output:
        y = torch.randint(max(height - size, 1), (), generator=generator, device=generator.device).item()
        x = torch.randint(max(width - size, 1), (), generator=generator, device=generator.device).item()
        image[:, y : y + size, x : x + size] = value
    return output
