"""One sample for the whole team.
Fails: own bag
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    bag, team = bootstrap_indices(len(images), generator=generator).to(images.device), []
    for _ in range(size):
        seed = int(torch.randint(2**31, (), generator=generator))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr, seed=seed)
        team.append(member.eval())
    return team
