"""63 % of the rows, each once.
Fails: bagged rows
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    for _ in range(size):
        rows = rng.permutation(len(features))[: max(1, round(0.632 * len(features)))]
        tree = DecisionTreeClassifier(max_features=max_features, random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
