"""Cuts a uniform number off, so that 0 comes twice as often.
Fails: every shift is drawn
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    draws = torch.rand(size, generator=generator, device=device) * 2 - 1
    shifts = (draws * (max_shift + 1)).int().tolist()
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
