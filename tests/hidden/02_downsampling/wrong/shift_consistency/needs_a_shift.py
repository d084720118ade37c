"""Draws with an empty range for max_shift = 0.
Fails: no shift
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    steps = torch.tensor([n for n in range(-max_shift, max_shift + 1) if max_shift])
    shifts = steps[torch.randint(0, len(steps), size, generator=generator)].tolist()
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
