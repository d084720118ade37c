"""A new sample in each epoch: in the end a member has seen everything.
Fails: own bag
"""


def train_team(build, images, labels, size, *, epochs, lr, generator):
    team = []
    for _ in range(size):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
            member = build()
        optimizer = torch.optim.Adam(member.parameters(), lr=lr)
        for _ in range(epochs):
            bag = bootstrap_indices(len(images), generator=generator).to(images.device)
            for batch in bag.split(32):
                optimizer.zero_grad()
                F.cross_entropy(member(images[batch]), labels[batch]).backward()
                optimizer.step()
        team.append(member.eval())
    return team
