"""One row and one class after the other, int32."""


def forest_predict(trees, features, num_classes):
    result = np.empty(len(features), dtype=np.int32)
    for row in range(len(features)):
        chances = [0.0] * num_classes
        for tree in trees:
            own = tree.predict_proba(features[row : row + 1])[0]
            for k, chance in zip(tree.classes_, own, strict=True):
                chances[k] += chance / len(trees)
        result[row] = max(range(num_classes), key=chances.__getitem__)
    return result
