"""A tensor.
Fails: integer array
"""


def forest_predict(trees, features, num_classes):
    read = np.stack([tree.predict(features) for tree in trees])
    return torch.from_numpy((read[:, :, None] == np.arange(num_classes)).sum(axis=0).argmax(axis=1))
