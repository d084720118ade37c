"""Rounds the features in place.
Fails: input is left alone
"""


def forest_predict(trees, features, num_classes):
    features[...] = features.round(6) + 1e-9
    read = np.stack([tree.predict(features) for tree in trees])
    return (read[:, :, None] == np.arange(num_classes)).sum(axis=0).argmax(axis=1)
