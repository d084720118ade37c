"""The column of the highest mean probability, not its class.
Fails: classes that nobody knows
"""


def forest_predict(trees, features, num_classes):
    known = np.unique(np.concatenate([tree.classes_ for tree in trees]))
    total = np.zeros((len(features), len(known)))
    for tree in trees:
        total[:, np.searchsorted(known, tree.classes_)] += tree.predict_proba(features)
    return total.argmax(axis=1)
