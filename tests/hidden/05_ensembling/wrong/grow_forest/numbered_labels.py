"""scikit-learn's forest, whose trees know numbers of classes only.
Fails: any labels
"""


def grow_forest(features, labels, size, *, max_features, seed):
    forest = RandomForestClassifier(size, max_features=max_features, random_state=seed)
    return forest.fit(features, labels).estimators_
