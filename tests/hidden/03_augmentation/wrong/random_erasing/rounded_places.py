"""Rounds uniform numbers: the borders come half as often.
Fails: all places equally often
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    share = torch.rand(len(images), 2, generator=generator, device=generator.device).tolist()
    output = images.clone()
    for image, (down, right) in zip(output, share, strict=True):
        y, x = round(down * (height - size)), round(right * (width - size))
        image[:, y : y + size, x : x + size] = value
    return output
