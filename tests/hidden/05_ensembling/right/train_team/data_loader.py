"""A DataLoader over a Subset that repeats examples."""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    from torch.utils.data import DataLoader, Subset, TensorDataset

    data, team = TensorDataset(images, labels), []
    for _ in range(size):
        sample = Subset(data, bootstrap_indices(len(images), generator=generator).tolist())
        state = torch.random.get_rng_state()
        torch.manual_seed(torch.randint(10**9, (1,), generator=generator).item())
        model = build()
        torch.random.set_rng_state(state)
        optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
        loader = DataLoader(sample, batch_size=20, shuffle=True, generator=generator)
        for _ in range(epochs):
            for batch, truth in loader:
                loss = F.cross_entropy(model(batch), truth)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        team.append(model)
    for model in team:
        model.eval()
    return team
