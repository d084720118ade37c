"""Gives the trees no random_state.
Fails: seed
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    for _ in range(size):
        rows = rng.integers(len(features), size=len(features))
        tree = DecisionTreeClassifier(max_features=max_features)
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
