"""Lets the global random state move on from member to member, and puts it back in the end; plain Adam."""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    before = torch.get_rng_state()
    team = []
    for _ in range(size):
        rows = torch.randint(len(images), (len(images),), generator=generator).to(images.device)
        model = build()
        model.train()
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        for _ in range(epochs):
            for batch in rows[torch.randperm(len(rows), generator=generator).to(rows.device)].split(32):
                optimizer.zero_grad()
                F.cross_entropy(model(images[batch]), labels[batch]).backward()
                optimizer.step()
        team.append(model.eval())
    torch.set_rng_state(before)
    return team
