"""Goes through all shifts in turn, and draws none.
Fails: generator
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    steps = range(-max_shift, max_shift + 1)
    every = [[dy, dx] for dy in steps for dx in steps]
    shifts = [every[i * i % len(every)] for i in range(len(images))]
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
