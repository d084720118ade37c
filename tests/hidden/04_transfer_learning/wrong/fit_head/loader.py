"""A loader shuffles with the global state.
Fails: generator
"""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    rows = torch.utils.data.TensorDataset(features, labels)
    for _ in range(epochs):
        for x, y in torch.utils.data.DataLoader(rows, 64, shuffle=True):
            loss = F.cross_entropy(head(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return head
