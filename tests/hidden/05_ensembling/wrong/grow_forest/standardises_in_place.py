"""Centres the features in place.
Fails: input is left alone
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng, trees = np.random.default_rng(seed), []
    features -= features.mean(axis=0)
    for _ in range(size):
        rows = rng.integers(len(features), size=len(features))
        tree = DecisionTreeClassifier(max_features=max_features, random_state=int(rng.integers(2**31)))
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
