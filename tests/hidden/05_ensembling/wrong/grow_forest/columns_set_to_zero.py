"""Draws columns once for each tree, and hides the others by zeros.
Fails: features are drawn
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    for _ in range(size):
        rows = rng.integers(len(features), size=len(features))
        hidden = rng.permutation(features.shape[1])[max_features:]
        seen = features[rows]
        seen[:, hidden] = 0
        tree = DecisionTreeClassifier(random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(seen, labels[rows]))
    return trees
