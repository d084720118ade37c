"""Puts back what build() drew, but not what dropout draws in training.
Fails: generator
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        with torch.random.fork_rng():
            torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
            member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    return team
