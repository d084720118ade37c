"""Samples of half the size.
Fails: bagged rows
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    for _ in range(size):
        rows = rng.integers(len(features), size=max(1, len(features) // 2))
        tree = DecisionTreeClassifier(max_features=max_features, random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
