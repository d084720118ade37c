"""All features at each split.
Fails: features are drawn
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    for _ in range(size):
        rows = rng.integers(len(features), size=len(features))
        tree = DecisionTreeClassifier(random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
