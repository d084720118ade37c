"""The model's forward is called by name, which runs no hooks of the model itself."""


def fine_tune(model, images, labels, *, epochs, base_lr, head_lr, batch_size=64, generator):
    optimizer = torch.optim.Adam(parameter_groups(model, base_lr=base_lr, head_lr=head_lr))
    modes = [(part, part.training) for part in model.modules()]
    model.train()
    losses = []
    for _ in range(epochs):
        order = torch.randperm(len(images), generator=generator, device=generator.device).to(images.device)
        total = 0.0
        for rows in order.split(batch_size):
            loss = F.cross_entropy(model.forward(images[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        losses.append(total / len(images))
    for part, mode in modes:
        part.training = mode
    return losses
