"""Every member learns from all examples.
Fails: own bag
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        seed = int(torch.randint(2**31, (), generator=generator))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            member = build()
        train(member, images, labels, epochs=epochs, lr=lr, seed=seed)
        team.append(member.eval())
    return team
