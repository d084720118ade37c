"""The loss of the epoch is measured when it is over."""


def fine_tune(model, images, labels, *, epochs, base_lr, head_lr, batch_size=64, generator):
    *_, head = (m for m in model.modules() if isinstance(m, nn.Linear))
    in_head = [any(p is q for q in head.parameters()) for p in model.parameters()]
    opt = torch.optim.AdamW(
        [
            {
                "params": [
                    p for p, yes in zip(model.parameters(), in_head) if p.requires_grad and yes is top
                ],
                "lr": lr,
            }
            for top, lr in ((False, base_lr), (True, head_lr))
        ],
        weight_decay=1e-4,
    )
    modes = [m.training for m in model.modules()]
    result = []
    for _ in range(epochs):
        model.train()
        for idx in (
            torch.randperm(len(labels), generator=generator, device=generator.device)
            .to(labels.device)
            .split(batch_size)
        ):
            opt.zero_grad(set_to_none=True)
            F.cross_entropy(model(images[idx]), labels[idx]).backward()
            opt.step()
        model.eval()
        with torch.no_grad():
            result.append(F.cross_entropy(model(images), labels).item())
    for m, mode in zip(model.modules(), modes):
        m.training = mode
    return result
