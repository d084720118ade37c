"""All members side by side, one loss that sums theirs."""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    state = torch.get_rng_state()
    try:
        torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
        team = [build().train() for _ in range(size)]
    finally:
        torch.set_rng_state(state)
    n = len(images)
    bags = torch.randint(n, (size, n), generator=generator).to(images.device)
    parameters = [parameter for model in team for parameter in model.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=lr)
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator).to(images.device)
        for places in order.split(48):
            optimizer.zero_grad()
            losses = [
                F.cross_entropy(model(images[bag[places]]), labels[bag[places]])
                for model, bag in zip(team, bags, strict=True)
            ]
            torch.stack(losses).sum().backward()
            optimizer.step()
    return [model.eval() for model in team]
