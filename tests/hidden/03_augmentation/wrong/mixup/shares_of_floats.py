"""Mixes by shares of float32, which make float32 of halves; doubles stay doubles.
Fails: half precision
"""


def mixup(images, labels, num_classes, *, alpha=0.2, generator):
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0, got {alpha}")
    hard = F.one_hot(labels, num_classes).to(images.dtype)
    if alpha == 0:
        return images.clone(), hard
    share = draw_beta(len(images), alpha, generator=generator).float().to(images.device)
    partner = torch.randperm(len(images), generator=generator, device=generator.device).to(images.device)
    wide = share[:, None, None, None]
    mixed = wide * images + (1 - wide) * images[partner]
    return mixed, share[:, None] * hard + (1 - share[:, None]) * hard[partner]
