"""Fits the trees anew to what they read.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    labels = np.arange(len(features)) % num_classes
    read = np.stack([tree.fit(features, labels).predict(features) for tree in trees])
    return (read[:, :, None] == np.arange(num_classes)).sum(axis=0).argmax(axis=1)
