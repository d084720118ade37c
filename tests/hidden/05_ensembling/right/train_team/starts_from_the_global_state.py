"""Lets build() draw from the global state as it is, and puts that back."""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    with torch.random.fork_rng():
        for _ in range(size):
            bag = bootstrap_indices(len(images), generator=generator).to(images.device)
            member = build()
            train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
            team.append(member.eval())
    return team
