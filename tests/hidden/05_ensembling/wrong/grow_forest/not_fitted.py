"""Trees that were not fitted.
Fails: gives trees
"""


def grow_forest(features, labels, size, *, max_features, seed):
    return [DecisionTreeClassifier(max_features=max_features, random_state=seed + n) for n in range(size)]
