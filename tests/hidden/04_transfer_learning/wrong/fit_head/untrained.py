"""A new layer that learns nothing.
Fails: accuracy
"""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    return head
