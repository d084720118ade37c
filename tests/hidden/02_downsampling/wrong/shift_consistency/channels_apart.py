"""Moves each channel by another shift.
Fails: images are moved
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    shifted = torch.stack(
        [
            torch.stack(
                [
                    c.roll([n + k for n in shift] if max_shift > 1 else shift, dims=(0, 1))
                    for k, c in enumerate(image)
                ]
            )
            for image, shift in zip(images, shifts)
        ]
    )
    return (predict(images) == predict(shifted)).double().mean().item()
