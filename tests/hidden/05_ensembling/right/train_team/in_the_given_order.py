"""Goes through the sample in the order in which it was drawn, with weight decay and a falling rate."""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    def member():
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        with torch.random.fork_rng():
            torch.random.manual_seed(torch.randint(2**40, (1,), generator=generator).item())
            model = build()
        own, truth = images.index_select(0, bag), labels.index_select(0, bag)
        optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=1e-3)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
        for _ in range(epochs):
            for batch, answer in zip(own.split(24), truth.split(24), strict=True):
                optimizer.zero_grad(set_to_none=True)
                F.nll_loss(model(batch).log_softmax(1), answer).backward()
                optimizer.step()
            schedule.step()
        model.eval()
        return model

    return [member() for _ in range(size)]
