"""Seeds a generator of NumPy by a number from the given one."""


def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    seed = torch.randint(2**62, (1,), generator=generator, device=generator.device).item()
    random = np.random.default_rng(seed)
    c = torch.as_tensor(random.uniform(1 - contrast, 1 + contrast, len(images))).to(images)
    b = torch.as_tensor(random.uniform(-brightness, brightness, len(images))).to(images)
    rows = images.reshape(len(images), -1)
    mean = rows.mean(dim=1, keepdim=True)
    return ((rows - mean) * c[:, None] + mean + b[:, None]).clamp(0, 1).reshape(images.shape)
