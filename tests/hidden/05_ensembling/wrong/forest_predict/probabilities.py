"""Returns the probabilities.
Fails: most votes
"""


def forest_predict(trees, features, num_classes):
    total = np.zeros((len(features), num_classes))
    for tree in trees:
        total[:, tree.classes_] += tree.predict_proba(features)
    return total / len(trees)
