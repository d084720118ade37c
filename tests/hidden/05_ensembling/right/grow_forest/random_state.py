"""The older random numbers of NumPy, one state for rows and trees."""


def grow_forest(features, labels, size, *, max_features, seed):
    state = np.random.RandomState(seed)
    forest = []
    while len(forest) < size:
        rows = state.choice(labels.shape[0], labels.shape[0], replace=True)
        tree = DecisionTreeClassifier(max_features=max_features, random_state=state)
        tree.fit(features[rows], labels[rows])
        forest.append(tree)
    return forest
