"""Rows and labels are shuffled separately.
Fails: accuracy
"""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        rows = torch.randperm(len(features), generator=generator)
        names = torch.randperm(len(features), generator=generator)
        loss = F.cross_entropy(head(features[rows]), labels[names])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return head
