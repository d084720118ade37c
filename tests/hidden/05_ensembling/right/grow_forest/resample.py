"""scikit-learn's resample."""

from sklearn.utils import resample


def grow_forest(features, labels, size, *, max_features, seed):
    numbers = np.random.RandomState(seed).randint(2**31 - 1, size=(size, 2))
    trees = []
    for rows_seed, tree_seed in numbers:
        own, truth = resample(features, labels, random_state=int(rows_seed))
        trees.append(
            DecisionTreeClassifier(max_features=max_features, random_state=int(tree_seed)).fit(own, truth)
        )
    return trees
