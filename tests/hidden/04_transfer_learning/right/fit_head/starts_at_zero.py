"""Starts at zero, and every step sees all rows: nothing is left to draw."""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = nn.utils.skip_init(
        nn.Linear, features.shape[1], num_classes, device=features.device, dtype=features.dtype
    )
    for parameter in head.parameters():
        nn.init.zeros_(parameter)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        F.cross_entropy(head(features), labels).backward()
        optimizer.step()
    return head
