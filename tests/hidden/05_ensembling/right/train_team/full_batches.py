"""Whole samples in each step of SGD with momentum; the first lines draw all members."""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    bags = [torch.randint(len(labels), (len(labels),), generator=generator) for _ in range(size)]
    seeds = torch.randint(2**31, (size,), generator=generator).tolist()
    team = []
    with torch.random.fork_rng(devices=[]):
        for seed in seeds:
            torch.manual_seed(seed)
            team.append(build())
    for model, bag in zip(team, bags, strict=True):
        bag = bag.to(images.device)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
        for _ in range(epochs):
            loss = F.cross_entropy(model(images[bag]), labels[bag])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
    return team
