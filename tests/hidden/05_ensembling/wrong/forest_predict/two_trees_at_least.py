"""Refuses a forest of one tree.
Fails: one tree or row
"""


def forest_predict(trees, features, num_classes):
    if len(trees) < 2:
        raise ValueError("one tree is no forest")
    read = np.stack([tree.predict(features) for tree in trees])
    return (read[:, :, None] == np.arange(num_classes)).sum(axis=0).argmax(axis=1)
