"""Draws one sample for the images and another for the labels.
Fails: members learn
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    def bag():
        return bootstrap_indices(len(images), generator=generator).to(images.device)

    team = []
    for _ in range(size):
        seed = int(torch.randint(2**31, (), generator=generator))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            member = build()
        train(member, images[bag()], labels[bag()], epochs=epochs, lr=lr, seed=seed)
        team.append(member.eval())
    return team
