"""Seeds anew for each tree.
Fails: own bag
"""


def grow_forest(features, labels, size, *, max_features, seed):
    trees = []
    for number in range(size):
        rows = np.random.default_rng(seed).integers(len(features), size=len(features))
        tree = DecisionTreeClassifier(max_features=max_features, random_state=seed % 10**6 + number)
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
