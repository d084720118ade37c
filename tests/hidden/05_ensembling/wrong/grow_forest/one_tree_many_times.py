"""The same tree again and again.
Fails: own bag
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(len(features), size=len(features))
    tree = DecisionTreeClassifier(max_features=max_features, random_state=seed).fit(
        features[rows], labels[rows]
    )
    return [tree] * size
