"""A seed of its own for each tree, and entropy as the measure of a split."""


def grow_forest(features, labels, size, *, max_features, seed):
    def grow(child):
        rng = np.random.default_rng(child)
        rows = np.floor(rng.random(len(features)) * len(features)).astype(int)
        tree = DecisionTreeClassifier(
            criterion="entropy", max_features=max_features, random_state=int(child.generate_state(1)[0])
        )
        return tree.fit(np.take(features, rows, axis=0), np.take(labels, rows))

    return [grow(child) for child in np.random.SeedSequence(seed).spawn(size)]
