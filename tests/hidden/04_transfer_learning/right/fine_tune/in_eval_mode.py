"""Batch norms keep their statistics, as for small data is often advised."""


def fine_tune(model, images, labels, *, epochs, base_lr, head_lr, batch_size=64, generator):
    opt = torch.optim.Adam(parameter_groups(model, base_lr=base_lr, head_lr=head_lr), betas=(0.9, 0.99))
    modes = {name: m.training for name, m in model.named_modules()}
    model.eval()
    losses = []
    for epoch in range(epochs):
        each = []
        order = torch.randperm(len(images), generator=generator, device=generator.device).tolist()
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            per_image = F.cross_entropy(model(images[rows]), labels[rows], reduction="none")
            opt.zero_grad()
            per_image.mean().backward()
            opt.step()
            each += per_image.detach().tolist()
        losses.append(math.fsum(each) / len(each))
    for name, m in model.named_modules():
        m.training = modes[name]
    return losses
