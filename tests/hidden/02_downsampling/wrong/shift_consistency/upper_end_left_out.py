"""Leaves out max_shift: randint's upper end is exclusive.
Fails: every shift is drawn
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(
        -max_shift, max(max_shift, -max_shift + 1), size, generator=generator, device=device
    ).tolist()
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
