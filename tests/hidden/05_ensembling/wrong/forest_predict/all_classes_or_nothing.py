"""Asks for trees that know every class.
Fails: trees that lack classes
"""


def forest_predict(trees, features, num_classes):
    total = np.zeros((len(features), num_classes))
    for tree in trees:
        total += tree.predict_proba(features)
    return total.argmax(axis=1)
