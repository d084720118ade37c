"""The last tree alone.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    for tree in trees:
        read = tree.predict(features)
    return read
