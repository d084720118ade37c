"""A loader with the generator."""


def fine_tune(model, images, labels, *, epochs, base_lr, head_lr, batch_size=64, generator):
    from torch.utils.data import BatchSampler, RandomSampler

    sampler = BatchSampler(
        RandomSampler(range(len(images)), generator=generator), batch_size, drop_last=False
    )
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(
        [g for g in parameter_groups(model, base_lr=base_lr, head_lr=head_lr) if g["params"]],
        momentum=0.9,
        nesterov=True,
    )
    was = [(m, m.training) for m in model.modules()]
    model.train(True)
    losses = [0.0] * epochs
    for epoch in range(epochs):
        for rows in sampler:
            loss = criterion(model(images[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses[epoch] += loss.item() * len(rows) / len(images)
    for m, mode in was:
        m.training = mode
    return losses
