"""Counts over the rows: one class for each tree.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    read = np.stack([tree.predict(features) for tree in trees])
    return (read[:, :, None] == np.arange(num_classes)).sum(axis=1).argmax(axis=1)
