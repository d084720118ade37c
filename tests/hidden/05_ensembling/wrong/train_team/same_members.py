"""Gives all members the weights of the first in the end.
Fails: team beats its members
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
            member = build()
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    for member in team[1:]:
        member.load_state_dict(team[0].state_dict())
    return team
