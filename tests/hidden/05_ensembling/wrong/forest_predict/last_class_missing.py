"""Never counts the last class.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    read = np.stack([tree.predict(features) for tree in trees])
    return (read[:, :, None] == np.arange(num_classes - 1)).sum(axis=0).argmax(axis=1)
