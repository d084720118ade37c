"""How often each row was drawn, as weights."""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees, n = np.random.default_rng(seed), [], len(features)
    for _ in range(size):
        times = np.bincount(rng.integers(n, size=n), minlength=n)
        tree = DecisionTreeClassifier(max_features=max_features, random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features, labels, sample_weight=times))
    return trees
