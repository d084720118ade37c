"""Rows from the exercise's own bootstrap_indices."""


def grow_forest(features, labels, size, *, max_features, seed):
    generator = torch.Generator().manual_seed(seed)
    trees = []
    for number in range(size):
        rows = bootstrap_indices(len(features), generator=generator).numpy()
        tree = DecisionTreeClassifier(max_features=max_features, random_state=(seed + number) % 2**31)
        tree.fit(features[rows], labels[rows])
        trees.append(tree)
    return trees
