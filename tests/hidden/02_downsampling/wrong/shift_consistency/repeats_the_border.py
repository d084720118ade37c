"""Repeats the border pixels.
Fails: images are moved
"""


def shift_consistency(predict, images, max_shift, *, generator):
    size, device = (len(images), 2), generator.device
    shifts = torch.randint(-max_shift, max_shift + 1, size, generator=generator, device=device).tolist()
    m = max_shift
    H, W = images.shape[2:]
    wide = F.pad(images, (m, m, m, m), mode="replicate")
    shifted = torch.stack(
        [image[:, m - dy : m - dy + H, m - dx : m - dx + W] for image, (dy, dx) in zip(wide, shifts)]
    )
    return (predict(images) == predict(shifted)).double().mean().item()
