"""Draws the samples from NumPy's global state.
Fails: generator
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        bag = torch.from_numpy(np.random.randint(len(images), size=len(images))).to(images.device)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
            member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    return team
