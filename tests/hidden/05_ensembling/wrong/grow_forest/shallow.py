"""Stops each tree after three questions.
Fails: beats a single tree
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    for _ in range(size):
        rows = rng.integers(len(features), size=len(features))
        state = int(rng.integers(2**31))
        tree = DecisionTreeClassifier(max_depth=3, max_features=max_features, random_state=state)
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
