"""Never draws 0.
Fails: every shift is drawn
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    low = min(1, max_shift)
    steps = torch.randint(low, max_shift + 1, size, generator=generator, device=device)
    signs = 2 * torch.randint(0, 2, size, generator=generator, device=device) - 1
    shifts = (steps * signs).tolist()
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
