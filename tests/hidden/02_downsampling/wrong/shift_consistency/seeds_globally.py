"""Seeds the global random state from the generator.
Fails: generator
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    torch.manual_seed(generator.initial_seed())
    shifts = torch.randint(-max_shift, max_shift + 1, size, device=device).tolist()
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
