"""The default batch size is 60, which is nearly right.
Fails: batch size
"""


def fine_tune(model, images, labels, *, epochs, base_lr, head_lr, batch_size=60, generator):
    modes = [(part, part.training) for part in model.modules()]
    optimizer = torch.optim.Adam(parameter_groups(model, base_lr=base_lr, head_lr=head_lr))
    model.train()
    losses = []
    for _ in range(epochs):
        total = 0.0
        order = torch.randperm(len(images), generator=generator, device=generator.device)
        for chosen in order.to(images.device).split(batch_size):
            loss = F.cross_entropy(model(images[chosen]), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(chosen)
        losses.append(total / len(images))
    for part, training in modes:
        part.training = training
    return losses
