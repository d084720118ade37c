"""Floating classes.
Fails: integer array
"""


def forest_predict(trees, features, num_classes):
    result = np.zeros(len(features))
    read = np.stack([tree.predict(features) for tree in trees])
    result[:] = (read[:, :, None] == np.arange(num_classes)).sum(axis=0).argmax(axis=1)
    return result
