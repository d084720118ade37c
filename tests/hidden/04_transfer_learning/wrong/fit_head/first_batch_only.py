"""Every epoch is the first batch, and no other.
Fails: every row
"""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        loss = F.cross_entropy(head(features[:64]), labels[:64])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return head
