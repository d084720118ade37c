"""Momentum, a loop over starts, and a falling rate."""


def fine_tune(model, images, labels, *, epochs, base_lr, head_lr, batch_size=64, generator):
    groups = parameter_groups(model, base_lr=base_lr, head_lr=head_lr)
    opt = torch.optim.SGD(groups, momentum=0.9)
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda epoch: 1 - 0.5 * epoch / epochs)
    before = {m: m.training for m in model.modules()}
    model.train()
    history = []
    try:
        for _ in range(epochs):
            order = torch.randperm(images.shape[0], generator=generator, device=generator.device).to(
                images.device
            )
            seen, summed = 0, 0.0
            for i in range(0, len(order), batch_size):
                idx = order[i : i + batch_size]
                opt.zero_grad()
                loss = F.cross_entropy(model(images[idx]), labels[idx], reduction="sum")
                (loss / len(idx)).backward()
                opt.step()
                summed += float(loss.detach())
                seen += len(idx)
            history.append(summed / seen)
            schedule.step()
    finally:
        for m, mode in before.items():
            m.training = mode
    return history
