"""The head has learned standardised features, and is given others.
Fails: accuracy
"""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    features = (
        (features - 5 * features.mean(0))
        / (0.05 + features.std(0, correction=0))
        * torch.linspace(-1, 2, features.shape[1]).to(features)
    )
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        order = torch.randperm(len(features), generator=generator, device=generator.device)
        for chosen in order.to(features.device).split(64):
            loss = F.cross_entropy(head(features[chosen]), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return head
