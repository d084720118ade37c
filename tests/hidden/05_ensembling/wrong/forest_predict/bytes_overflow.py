"""Counts votes in eight bits.
Fails: many trees
"""


def forest_predict(trees, features, num_classes):
    votes = np.zeros((len(features), num_classes), dtype=np.uint8)
    for tree in trees:
        votes[np.arange(len(features)), tree.predict(features)] += 1
    return votes.argmax(axis=1)
