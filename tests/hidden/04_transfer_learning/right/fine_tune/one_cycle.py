"""One cycle of rates for each group, gradients clipped."""


def fine_tune(
    model: nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    *,
    epochs: int,
    base_lr: float,
    head_lr: float,
    batch_size: int = 64,
    generator: torch.Generator,
) -> list[float]:
    steps = epochs * math.ceil(len(images) / batch_size)
    optimizer = torch.optim.AdamW(parameter_groups(model, base_lr=base_lr, head_lr=head_lr))
    rates = [group["lr"] for group in optimizer.param_groups]
    modes = [part.training for part in model.modules()]
    model.train()
    losses, step = [], 0
    for _ in range(epochs):
        order = torch.randperm(len(images), generator=generator, device=generator.device).to(images.device)
        total = torch.zeros((), device=images.device)
        for chosen in order.split(batch_size):
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * (0.1 + 0.9 * math.sin(math.pi * (step + 0.5) / steps))
            loss = F.cross_entropy(model(images[chosen]), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 5.0)
            optimizer.step()
            total += loss.detach() * len(chosen)
            step += 1
        losses.append((total / len(images)).item())
    for part, mode in zip(model.modules(), modes):
        part.training = mode
    return losses
