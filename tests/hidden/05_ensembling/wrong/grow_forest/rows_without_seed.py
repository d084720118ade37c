"""Draws rows from NumPy's global state.
Fails: seed
"""


def grow_forest(features, labels, size, *, max_features, seed):
    trees = []
    for number in range(size):
        rows = np.random.randint(len(features), size=len(features))
        tree = DecisionTreeClassifier(max_features=max_features, random_state=seed % 10**6 + number)
        trees.append(tree.fit(features[rows], labels[rows]))
    return trees
