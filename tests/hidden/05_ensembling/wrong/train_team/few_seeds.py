"""Seeds build() with one of fifty numbers only, so that members of a large team are twins.
Fails: own start
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        seed = int(torch.randint(50, (), generator=generator))
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            member = build()
            train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    return team
