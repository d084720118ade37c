"""Leaves the members in training mode.
Fails: eval mode
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        seed = int(torch.randint(2**31, (), generator=generator))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr, seed=seed)
        team.append(member)
    return team
