"""Goes through NumPy.
Fails: device parity
"""


def shift_consistency(predict, images, max_shift, *, generator):
    import numpy as np

    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    shifted = torch.stack(
        [torch.from_numpy(np.roll(image.numpy(), shift, axis=(1, 2))) for image, shift in zip(images, shifts)]
    )
    return (predict(images) == predict(shifted)).double().mean().item()
