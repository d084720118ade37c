"""The same model again and again.
Fails: own start
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
        member, team = build(), []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        train(member, images[bag], labels[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    return team
