"""The median class.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    return np.median([tree.predict(features) for tree in trees], axis=0).astype(int)
