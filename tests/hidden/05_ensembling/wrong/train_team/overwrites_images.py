"""Puts the sample into the images that it was given.
Fails: input is left alone
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team, original, truth = [], images.clone(), labels.clone()
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        images.copy_(original[bag])
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
            member = build()
        train(member, images, truth[bag], epochs=epochs, lr=lr)
        team.append(member.eval())
    return team
