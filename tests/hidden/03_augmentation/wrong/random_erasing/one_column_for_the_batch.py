"""Draws one column for the whole batch.
Fails: each image its own place
"""


def random_erasing(images, size, *, value=0.0, generator):
    count, _, height, width = images.shape
    if size > min(height, width):
        raise ValueError(f"a square of {size} px does not fit into images of {height} by {width}")
    device = generator.device
    top = torch.randint(height - size + 1, (count,), generator=generator, device=device).expand(count)
    left = torch.randint(width - size + 1, (1,), generator=generator, device=device).expand(count)
    output = images.clone()
    for image, y, x in zip(output, top.tolist(), left.tolist(), strict=True):
        image[:, y : y + size, x : x + size] = value
    return output
