"""Draws one number for row and column.
Fails: all places equally often
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    share = torch.rand(len(images), generator=generator, device=generator.device).tolist()
    output = images.clone()
    for image, part in zip(output, share, strict=True):
        y, x = int(part * (height - size + 1)), int(part * (width - size + 1))
        image[:, y : y + size, x : x + size] = value
    return output
