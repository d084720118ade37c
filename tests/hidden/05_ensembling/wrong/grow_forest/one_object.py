"""Fits one object again and again.
Fails: own bag
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    tree = DecisionTreeClassifier(max_features=max_features, random_state=np.random.RandomState(seed))
    for _ in range(size):
        rows = rng.integers(len(features), size=len(features))
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
