"""Draws from Beta(alpha, 1).
Fails: distribution
"""


def mixup(images, labels, num_classes, *, alpha=0.2, generator):
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0, got {alpha}")
    count = len(images)
    hard = F.one_hot(labels, num_classes).to(images.dtype)
    if alpha == 0:
        return images.clone(), hard
    seed = torch.randint(2**62, (), generator=generator, device=generator.device).item()
    share = torch.as_tensor(np.random.default_rng(seed).beta(alpha, 1, count)).to(images)
    partner = torch.randperm(count, generator=generator, device=generator.device).to(images.device)
    wide = share[:, None, None, None]
    mixed = wide * images + (1 - wide) * images[partner]
    return mixed, share[:, None] * hard + (1 - share[:, None]) * hard[partner]
