"""Draws on the device of the images, where the generator may not be.
Fails: device parity
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), images.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
