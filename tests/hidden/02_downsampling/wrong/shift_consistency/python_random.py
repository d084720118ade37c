"""Draws from Python's own random numbers.
Fails: generator
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    import random

    shifts = [[random.randint(-max_shift, max_shift) for _ in range(2)] for _ in images]
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
