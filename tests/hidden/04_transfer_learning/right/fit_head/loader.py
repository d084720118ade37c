"""A loader with the generator, Nesterov momentum, and a falling rate."""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    opt = torch.optim.SGD(head.parameters(), lr=lr, momentum=0.9, nesterov=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(opt, epochs)
    criterion = nn.CrossEntropyLoss()
    for _ in range(epochs):
        order = torch.randperm(len(labels), generator=generator, device=generator.device).tolist()
        for start in range(0, len(order), 50):
            rows = order[start : start + 50]
            loss = criterion(head(features[rows]), labels[rows])
            head.zero_grad()
            loss.backward()
            opt.step()
        schedule.step()
    return head
