"""Draws both from the smaller side: the far side of a wide image is never reached.
Fails: all places equally often
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    places = min(images.shape[2:]) - size + 1
    output = images.clone()
    for image in output:
        y, x = torch.randint(places, (2,), generator=generator, device=generator.device).tolist()
        image[:, y : y + size, x : x + size] = value
    return output
