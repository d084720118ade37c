"""Paints as many pixels, but not in a square.
Fails: squares
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    output = images.clone()
    area = images.shape[2] * images.shape[3]
    for image in output.flatten(2):
        image[:, torch.randperm(area, generator=generator, device=generator.device)[: size * size]] = value
    return output
