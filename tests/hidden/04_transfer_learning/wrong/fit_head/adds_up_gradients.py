"""Gradients are never set to zero.
Fails: accuracy
"""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        order = torch.randperm(len(features), generator=generator, device=generator.device)
        for chosen in order.to(features.device).split(64):
            F.cross_entropy(head(features[chosen]), labels[chosen]).backward()
            optimizer.step()
    return head
