"""Mixes two shuffles of the batch, neither of them in the old order."""


def mixup(images, labels, num_classes, *, alpha=0.2, generator):
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0, got {alpha}")
    hard = F.one_hot(labels, num_classes).to(images.dtype)
    if alpha == 0:
        return images.clone(), hard
    count = len(images)
    one, two = (
        torch.randperm(count, generator=generator, device=generator.device).to(images.device) for _ in "ab"
    )
    seed = torch.randint(2**62, (), generator=generator, device=generator.device).item()
    share = images.new_tensor(np.random.default_rng(seed).beta(alpha, alpha, count).tolist())
    images_share, labels_share = share.reshape(-1, 1, 1, 1), share.reshape(-1, 1)
    return (
        images_share * images[one] + (1 - images_share) * images[two],
        labels_share * hard[one] + (1 - labels_share) * hard[two],
    )
