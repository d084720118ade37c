"""The global state is seeded.
Fails: generator
"""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    torch.manual_seed(generator.initial_seed())
    head = nn.Linear(features.shape[1], num_classes).to(features)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        order = torch.randperm(
            len(features),
        )
        for chosen in order.to(features.device).split(64):
            loss = F.cross_entropy(head(features[chosen]), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return head
