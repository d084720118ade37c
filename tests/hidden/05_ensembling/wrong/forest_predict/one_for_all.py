"""All rows get the class that is read most often.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    read = np.concatenate([tree.predict(features) for tree in trees]).astype(int)
    return np.full(len(features), np.bincount(read, minlength=num_classes).argmax())
