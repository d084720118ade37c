"""Leaves out the last tree.
Fails: one tree or row
"""


def forest_predict(trees, features, num_classes):
    read = np.array([tree.predict(features) for tree in trees[:-1]], dtype=int).reshape(-1, len(features))
    return (read[:, :, None] == np.arange(num_classes)).sum(axis=0).argmax(axis=1)
