"""Trains on the CPU.
Fails: device parity
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team, near, truth = [], images.cpu(), labels.cpu()
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
            member = build().cpu()
        train(member, near[bag], truth[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    return team
