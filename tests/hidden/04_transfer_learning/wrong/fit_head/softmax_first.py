"""The loss gets probabilities and makes a softmax of them again.
Fails: large features
"""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        order = torch.randperm(len(features), generator=generator, device=generator.device)
        for chosen in order.to(features.device).split(64):
            loss = F.cross_entropy(head(features[chosen]).softmax(1), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return head
