"""Mirrors by NumPy.
Fails: device parity
"""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flips = (torch.rand(len(images), generator=generator, device=generator.device) < p).cpu().numpy()
    array = images.cpu().numpy().copy()
    array[flips] = np.flip(array[flips], dim)
    return torch.from_numpy(array).to(images.device)
