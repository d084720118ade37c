"""The class with fewest votes.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    read = np.stack([tree.predict(features) for tree in trees])
    return (read[:, :, None] == np.arange(num_classes)).sum(axis=0).argmin(axis=1)
