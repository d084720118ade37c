"""scikit-learn's forest itself.
Fails: list of trees
"""


def grow_forest(features, labels, size, *, max_features, seed):
    return RandomForestClassifier(size, max_features=max_features, random_state=seed).fit(features, labels)
