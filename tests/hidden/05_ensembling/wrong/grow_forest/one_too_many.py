"""One tree too many.
Fails: list of trees
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    for _ in range(size + 1):
        rows = rng.integers(len(features), size=len(features))
        tree = DecisionTreeClassifier(max_features=max_features, random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
