"""Leaves the global random state seeded.
Fails: generator
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        seed = int(torch.randint(2**31, (), generator=generator))
        torch.manual_seed(seed)
        member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr, seed=seed)
        team.append(member.eval())
    return team
