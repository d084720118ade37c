"""Draws the samples from the global random state.
Fails: generator
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    before, team = torch.get_rng_state(), []
    for _ in range(size):
        bag = torch.randint(len(images), (len(images),)).to(images.device)
        member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    torch.set_rng_state(before)
    return team
