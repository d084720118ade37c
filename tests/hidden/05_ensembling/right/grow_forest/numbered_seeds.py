"""A seed for each tree, worked out from the forest's."""


def grow_forest(features, labels, size, *, max_features, seed):
    trees = []
    for number in range(seed * 1000, seed * 1000 + size):
        rows = np.random.default_rng(number).integers(len(labels), size=len(labels))
        tree = DecisionTreeClassifier(max_features=max_features, random_state=number)
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
