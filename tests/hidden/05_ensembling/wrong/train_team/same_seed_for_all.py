"""Seeds every member with the same number.
Fails: own start
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    seed, team = int(torch.randint(2**31, (), generator=generator)), []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr, seed=seed)
        team.append(member.eval())
    return team
