"""Votes by np.add.at."""


def forest_predict(trees, features, num_classes):
    votes = np.zeros((features.shape[0], num_classes), dtype=int)
    for tree in trees:
        np.add.at(votes, (np.arange(len(votes)), tree.predict(features)), 1)
    return np.argmax(votes, axis=-1)
