"""The first features only, for every tree.
Fails: features are drawn
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    kept = np.where(np.arange(features.shape[1]) < max_features, features, 0.0)
    for _ in range(size):
        rows = rng.integers(len(features), size=len(features))
        tree = DecisionTreeClassifier(random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(kept[rows], labels[rows]))
    return trees
