"""All rows in one draw, and distinct seeds."""


def grow_forest(features, labels, size, *, max_features, seed):
    rng = np.random.default_rng([seed, size])
    rows = rng.integers(0, len(labels), size=(size, len(labels)))
    seeds = rng.permutation(10 * size)[:size]
    template = {"max_features": max_features, "min_samples_leaf": 1, "min_samples_split": 2}
    return [
        DecisionTreeClassifier(**template, random_state=int(own)).fit(features[bag], labels[bag])
        for bag, own in zip(rows, seeds, strict=True)
    ]
