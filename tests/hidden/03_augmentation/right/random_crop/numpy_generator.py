"""Seeds a generator of NumPy by a number from the given one; rolls images with wide borders."""


def random_crop(images, padding, *, generator):
    seed = torch.randint(2**62, (), generator=generator, device=generator.device).item()
    shifts = np.random.default_rng(seed).integers(-padding, padding, size=(len(images), 2), endpoint=True)
    height, width = images.shape[2:]
    padded = F.pad(images, (0, padding, 0, padding))
    moved = [i.roll((int(y), int(x)), (1, 2)) for i, (y, x) in zip(padded, shifts, strict=True)]
    return torch.stack(moved)[:, :, :height, :width]
