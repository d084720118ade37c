"""Shares are a Dirichlet draw; partners are the neighbours; lerp mixes."""


def mixup(images, labels, num_classes, *, alpha=0.2, generator):
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0, got {alpha}")
    count = len(images)
    hard = torch.eye(num_classes, dtype=images.dtype, device=images.device)[labels]
    share = images.new_zeros(count)
    if alpha > 0:
        both = torch.full((count, 2), float(alpha), dtype=torch.float64, device=generator.device)
        share = torch._sample_dirichlet(both, generator=generator)[:, 0].to(images)
    neighbours = images.roll(1, 0), hard.roll(1, 0)
    return (
        torch.lerp(images, neighbours[0], share[:, None, None, None].expand_as(images)),
        torch.lerp(hard, neighbours[1], share[:, None].expand_as(hard)),
    )
