"""Fits trees to a few columns, so that they cannot read whole rows.
Fails: list of trees
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    for _ in range(size):
        rows = rng.integers(len(features), size=len(features))
        columns = rng.permutation(features.shape[1])[:max_features]
        tree = DecisionTreeClassifier(random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features[rows][:, columns], labels[rows]))
    return trees
