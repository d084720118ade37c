"""The rounded mean of the classes.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    return np.mean([tree.predict(features) for tree in trees], axis=0).round().astype(int)
