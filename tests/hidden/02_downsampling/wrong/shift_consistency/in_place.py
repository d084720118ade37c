"""Moves the images in place.
Fails: images are left alone
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    before = predict(images)
    for image, shift in zip(images, shifts):
        image.copy_(image.roll(shift, dims=(1, 2)))
    return (before == predict(images)).double().mean().item()
