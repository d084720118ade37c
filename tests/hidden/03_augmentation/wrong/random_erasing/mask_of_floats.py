"""Multiplies by a mask of float32, which makes float32 of halves.
Fails: half precision
"""


def random_erasing(images, size, *, value=0.0, generator):
    count, _, height, width = images.shape
    if size > min(height, width):
        raise ValueError(f"a square of {size} px does not fit into images of {height} by {width}")
    mask = torch.zeros(count, 1, height, width, device=images.device)
    for one in mask:
        y, x = (
            torch.randint(length - size + 1, (), generator=generator, device=generator.device).item()
            for length in (height, width)
        )
        one[:, y : y + size, x : x + size] = 1
    return images * (1 - mask) + value * mask
