"""Puts the state back after each build(), so that the next one draws the same weights.
Fails: own start
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        with torch.random.fork_rng(devices=[]):
            member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    return team
