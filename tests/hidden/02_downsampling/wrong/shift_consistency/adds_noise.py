"""Adds noise as well.
Fails: images are moved
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    shifted = torch.stack([image.roll(shift, dims=(1, 2)) for image, shift in zip(images, shifts)])
    shifted = shifted + 0.01 * torch.rand(shifted.shape, generator=generator).to(images)
    return (predict(images) == predict(shifted)).double().mean().item()
