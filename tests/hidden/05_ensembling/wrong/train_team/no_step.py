"""Computes gradients, and makes no step.
Fails: rate
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        bag = bootstrap_indices(len(images), generator=generator).to(images.device)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
            member = build()
        for _ in range(epochs):
            for batch in bag.split(32):
                F.cross_entropy(member(images[batch]), labels[batch]).backward()
        team.append(member.eval())
    return team
