"""Collects the shifted images on the CPU.
Fails: device parity
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    shifted = torch.zeros(images.shape, dtype=images.dtype)
    for n, shift in enumerate(shifts):
        shifted[n] = images[n].roll(shift, dims=(1, 2))
    return (predict(images) == predict(shifted)).double().mean().item()
