"""Collects the shifted images in the default dtype.
Fails: images are left alone
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    shifted = torch.zeros(images.shape, device=images.device)
    for n, shift in enumerate(shifts):
        shifted[n] = images[n].roll(shift, dims=(1, 2))
    return (predict(images) == predict(shifted)).double().mean().item()
