"""Cuts away what comes in, so that images get smaller.
Fails: images are moved
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    m = max_shift
    H, W = images.shape[2:]
    shifted = torch.stack(
        [image[:, m + dy : H - m + dy, m + dx : W - m + dx] for image, (dy, dx) in zip(images, shifts)]
    )
    return (predict(images) == predict(shifted)).double().mean().item()
