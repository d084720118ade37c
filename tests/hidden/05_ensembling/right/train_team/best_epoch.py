"""Keeps a deep copy of each member after the epoch with the lowest loss; stays in the fork throughout."""

import copy


def train_team(build, images, labels, size, *, epochs, lr, generator):
    if size < 1:
        raise ValueError(f"a team has one member at least, got {size}")
    team = []
    with torch.random.fork_rng():
        torch.manual_seed(int(torch.randint(2**62, (), generator=generator)))
        for _ in range(size):
            bag = torch.multinomial(torch.ones(len(images)), len(images), True, generator=generator)
            bag = bag.to(images.device)
            model = build().to(images.device).train()
            optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, nesterov=True)
            best, lowest = copy.deepcopy(model), math.inf
            for _ in range(epochs):
                total = 0.0
                for batch in bag[torch.randperm(len(bag))].split(40):
                    loss = F.cross_entropy(model(images[batch]), labels[batch])
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                    total += loss.item()
                if total < lowest:
                    best, lowest = copy.deepcopy(model), total
            team.append(best.requires_grad_(True).eval())
    return team
