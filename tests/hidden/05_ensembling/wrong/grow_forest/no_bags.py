"""Every tree sees all rows.
Fails: bagged rows
"""


def grow_forest(features, labels, size, *, max_features, seed):
    rng = np.random.default_rng(seed)
    return [
        DecisionTreeClassifier(max_features=max_features, random_state=int(rng.integers(2**31))).fit(
            features, labels
        )
        for _ in range(size)
    ]
