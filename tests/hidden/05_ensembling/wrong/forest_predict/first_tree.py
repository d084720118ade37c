"""The first tree alone.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    return trees[0].predict(features)
