"""Counts row by row."""


def forest_predict(trees, features, num_classes):
    read = np.array([tree.predict(features) for tree in trees]).astype(int)
    return np.array([np.bincount(column, minlength=num_classes).argmax() for column in read.T])
