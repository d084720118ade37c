"""Fills with ones what becomes free.
Fails: images are moved
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    shifted = torch.stack([F.pad(image, (x, -x, y, -y), value=1.0) for image, (y, x) in zip(images, shifts)])
    return (predict(images) == predict(shifted)).double().mean().item()
