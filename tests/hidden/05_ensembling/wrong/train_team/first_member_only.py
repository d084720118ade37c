"""Trains the first member, and no other to the end.
Fails: members learn
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for number in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
            member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr if number == 0 else 1e-9)
        team.append(member.eval())
    return team
