"""Starts from the seeds 0, 1, 2 …; the generator draws the samples."""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for number in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        with torch.random.fork_rng():
            torch.manual_seed(number)
            member = build()
            train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    return team
