"""Other rows for the labels than for the features.
Fails: beats a single tree
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees, n = np.random.default_rng(seed), [], len(features)
    for _ in range(size):
        rows, others = rng.integers(n, size=n), rng.integers(n, size=n)
        tree = DecisionTreeClassifier(max_features=max_features, random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features[rows], labels[others]))
    return trees
